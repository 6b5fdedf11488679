package dev.taskmeta.internal.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that somebody probably meant. */
public final class NearestName {

  private NearestName() {}

  /** Returns the known name nearest to a mistyped one, or nothing if none is near. */
  public static Optional<String> among(Collection<String> known, String mistyped) {
    int tolerated = Math.max(1, Math.min(4, mistyped.length() / 4));
    return known.stream()
        .filter(name -> distance(name, mistyped) <= tolerated)
        .min(Comparator.comparingInt(name -> distance(name, mistyped)));
  }

  /** Returns {@code " (did you mean x?)"}, or an empty text if no known name is near. */
  public static String hint(Collection<String> known, String mistyped) {
    return among(known, mistyped).map(name -> " (did you mean " + name + "?)").orElse("");
  }

  /** Returns how many letters must be inserted, removed or replaced to turn one into the other. */
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[other.length()];
  }
}
