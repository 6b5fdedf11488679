package dev.taskmeta.internal.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides the passwords in texts that hold URLs; hides too much rather than too little. */
public final class Secrets {

  /** What stands where a secret stood. */
  public static final String MASK = "***";

  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.:_-]*://)");
  private static final String SECRET_WORDS =
      "(?:pass|pwd|secret|token|credential|api_?key|(?:^|(?<=[?&;,(]))pw(?=$|=))";
  private static final Pattern SECRET_NAME =
      Pattern.compile(SECRET_WORDS, Pattern.CASE_INSENSITIVE);

  /** What follows a host; anything else there is a password whose host was forgotten. */
  private static final Pattern PORT = Pattern.compile(":\\d{0,5}([,/?]|$)");

  /** A secret's value runs on to the next ampersand: it may hold every other separator. */
  private static final Pattern SECRET_VALUE =
      Pattern.compile(
          "([?&;,(][^=?&;,()]*" + SECRET_WORDS + "[^=?&;,()]*=)[^&]*", Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /** Tells whether an option of this name holds a secret. */
  public static boolean isSecretName(String name) {
    return SECRET_NAME.matcher(name).find();
  }

  /**
   * Returns the URL with its password hidden: in {@code user:password@}, in {@code ?password=} and
   * its like; a text that is no URL is hidden whole.
   */
  public static String maskUrl(String url) {
    Matcher scheme = SCHEME.matcher(url);
    if (!scheme.find()) {
      return url.startsWith("jdbc:sqlite:") ? maskNamedValues(url) : MASK;
    }
    String head = scheme.group(1);
    String rest = url.substring(head.length());
    return head + maskNamedValues(maskUserInfo(rest));
  }

  /** A password may hold unencoded slashes, question marks and at signs: the last one ends it. */
  private static String maskUserInfo(String rest) {
    int at = rest.lastIndexOf('@');
    int colon = rest.indexOf(':');
    if (colon < 0 || (colon > at && PORT.matcher(rest.substring(colon)).lookingAt())) {
      return rest;
    }
    if (colon > at) {
      return rest.startsWith("[") ? rest : rest.substring(0, colon + 1) + MASK;
    }
    return rest.substring(0, colon + 1) + MASK + rest.substring(at);
  }

  private static String maskNamedValues(String text) {
    return SECRET_VALUE.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(MASK));
  }
}
