package dev.taskmeta.internal.doctor;

import dev.taskmeta.Finding;
import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import java.sql.SQLException;
import java.util.List;

/** What MySQL and MariaDB take in one statement bounds the size of a result. */
final class PacketCheck implements Check {

  static final String NAME = "max_allowed_packet";

  /** The default of MariaDB, the smaller one of the two. */
  private static final long USUAL = 16L << 20;

  /** What a statement has beside one value, and what a value grows by on its way. */
  private static final long BESIDE = 1L << 20;

  @Override
  public List<Finding> findings(Examination examination) throws SQLException {
    if (!examination.engine().limitsPackets()) {
      return List.of();
    }
    long packet =
        Long.parseLong(examination.queries().first("select @@max_allowed_packet").orElseThrow());
    Settings settings = examination.settings();
    // The default of result_max_bytes is not what somebody counts on.
    long wanted = settings.isSet(Setting.RESULT_MAX_BYTES) ? settings.resultMaxBytes() : 0;
    long needed = Math.max(USUAL, wanted == 0 ? 0 : wanted + BESIDE);
    if (packet >= needed) {
      return List.of();
    }
    // The server counts in kilobytes, and takes a gigabyte at most.
    long raised = Math.min(1L << 30, -Math.floorDiv(-needed, 1L << 20) << 20);
    return List.of(
        Finding.warning(
            NAME,
            NAME,
            "the server takes %,d bytes in one statement, so that larger results are refused"
                    .formatted(packet)
                + (wanted == 0 ? "" : ", although result_max_bytes is %,d".formatted(wanted)),
            "set global max_allowed_packet = %d;\n".formatted(raised)
                + "-- and the same in the server's configuration; then restart the applications"));
  }
}
