package dev.taskmeta.internal.store;

import dev.taskmeta.spi.TaskWrite;
import java.util.ArrayList;
import java.util.List;

/**
 * Which inputs an upsert has and for how many rows. What no row of a batch carries is left out of
 * the statement: that spares the server more than half of the work.
 *
 * @param inputs which of {@link UpsertInput#all} are there: the bit of each's place
 * @param rows how many rows; {@link #ARRAYS} for any number, given as arrays
 * @param strict whether it fails unless it accepts all rows
 */
record UpsertShape(long inputs, int rows, boolean strict) {

  static final int ARRAYS = 0;

  /** Returns the shape of so many rows that holds some updates and no input more. */
  static UpsertShape of(List<UpsertInput> all, List<TaskWrite> writes, int rows, boolean strict) {
    long inputs = 0;
    for (int at = 0; at < all.size(); at++) {
      UpsertInput input = all.get(at);
      if (input.always() || carried(input, writes)) {
        inputs |= 1L << at;
      }
    }
    return new UpsertShape(inputs, rows, strict);
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
    for (int at = 0; at < all.size(); at++) {
      if ((inputs >> at & 1) != 0) {
        present.add(all.get(at));
      }
    }
    return present;
  }
}
