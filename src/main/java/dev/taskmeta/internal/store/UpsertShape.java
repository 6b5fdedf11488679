package dev.taskmeta.internal.store;

import dev.taskmeta.spi.TaskWrite;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which inputs an upsert has and for how many rows. What no row of a batch carries is left out of
 * the statement: that spares the server more than half of the work.
 *
 * @param inputs which of {@link UpsertInput#all} are there
 * @param rows how many rows; {@link #ARRAYS} for any number, given as arrays
 */
record UpsertShape(BitSet inputs, int rows) {

  static final int ARRAYS = 0;

  /** Returns the smallest shape that holds some updates. */
  static UpsertShape of(List<UpsertInput> all, List<TaskWrite> writes, boolean arrays) {
    BitSet inputs = new BitSet(all.size());
    for (int at = 0; at < all.size(); at++) {
      UpsertInput input = all.get(at);
      if (input.always() || carried(input, writes)) {
        inputs.set(at);
      }
    }
    return new UpsertShape(inputs, arrays && writes.size() > 1 ? ARRAYS : writes.size());
  }

  private static boolean carried(UpsertInput input, List<TaskWrite> writes) {
    for (TaskWrite write : writes) {
      if (input.value().apply(write) != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns the inputs that are there, in order. */
  List<UpsertInput> of(List<UpsertInput> all) {
    List<UpsertInput> present = new ArrayList<>();
    inputs.stream().forEach(at -> present.add(all.get(at)));
    return present;
  }
}
