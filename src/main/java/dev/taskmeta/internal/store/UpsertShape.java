package dev.taskmeta.internal.store;

import dev.taskmeta.spi.TaskWrite;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    Set<String> names = new HashSet<>();
    for (UpsertInput input : all) {
      if (input.always() || writes.stream().anyMatch(write -> input.value().apply(write) != null)) {
        names.add(input.name());
        input.pair().ifPresent(names::add);
      }
    }
    BitSet inputs = new BitSet(all.size());
    for (int at = 0; at < all.size(); at++) {
      inputs.set(at, names.contains(all.get(at).name()));
    }
    return new UpsertShape(inputs, arrays && writes.size() > 1 ? ARRAYS : writes.size());
  }

  /** Returns the inputs that are there, in order. */
  List<UpsertInput> of(List<UpsertInput> all) {
    List<UpsertInput> present = new ArrayList<>();
    inputs.stream().forEach(at -> present.add(all.get(at)));
    return present;
  }
}
