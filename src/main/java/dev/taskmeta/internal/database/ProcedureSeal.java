package dev.taskmeta.internal.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment on the procedure that cleans up without Java: for which schema it was printed, and a
 * checksum by which it is seen whether somebody has altered it since. Thread-safe.
 */
public final class ProcedureSeal {

  /** The version of the schema that a procedure is printed for now. */
  public static final int CURRENT = MigrationScript.newest(MigrationScript.ALL);

  private static final Pattern SEAL =
      Pattern.compile("schema version (\\d+), checksum ([0-9a-f]{16})");

  private ProcedureSeal() {}

  /** Returns the comment on a procedure with this body. */
  public static String comment(String body) {
    return "Taskmeta: the cleanup, for schema version %d, checksum %s"
        .formatted(CURRENT, checksum(body));
  }

  /** Returns the version of the schema that a procedure was printed for, unless none says so. */
  public static OptionalInt schemaVersion(String comment) {
    Matcher seal = SEAL.matcher(comment);
    return seal.find() ? OptionalInt.of(Integer.parseInt(seal.group(1))) : OptionalInt.empty();
  }

  /** Tells whether a procedure's body is the one that its comment was made for. */
  public static boolean isIntact(String comment, String body) {
    Matcher seal = SEAL.matcher(comment);
    return seal.find() && seal.group(2).equals(checksum(body));
  }

  /**
   * Of the text without its comments, spacing, quotes and backslashes, which clients and servers
   * leave out or change.
   */
  private static String checksum(String body) {
    String words = body.replaceAll("--[^\n]*", "").replaceAll("[\\s'\\\\]+", " ").strip();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
