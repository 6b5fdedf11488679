package dev.taskmeta.testing;

import java.util.ArrayList;
import java.util.List;

/** Opens the host of one database. */
@FunctionalInterface
interface HostSource<H extends DatabaseHost> {
  /**
   * Starts or finds what the database needs.
   *
   * @throws Unavailable if this machine cannot have it
   */
  H open() throws Unavailable;

  /** The first server that can be had. */
  static HostSource<ServerHost> firstOf(TestEngine engine, List<ServerSource> sources) {
    return () -> {
      List<String> reasons = new ArrayList<>();
      for (ServerSource source : sources) {
        try {
          return new ServerHost(engine, source.open(engine));
        } catch (Unavailable e) {
          reasons.add(e.reason());
        }
      }
      throw new Unavailable(String.join(", ", reasons));
    };
  }
}
