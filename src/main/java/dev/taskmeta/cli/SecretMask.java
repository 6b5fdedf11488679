package dev.taskmeta.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides what looks like a secret. Hidden are, whatever the case of their letters:
 *
 * <ul>
 *   <li>the value of an option, variable, header or JSON key whose name contains one of {@link
 *       #WORDS} or begins with AWS_: {@code --password=x}, {@code --api-key x}, {@code
 *       PGPASSWORD=x}, {@code Authorization: x}, {@code "token": "x"}
 *   <li>what is attached to {@code -p}: {@code -px}
 *   <li>the password in a URL, {@code scheme://user:x@host}, and in {@code -u user:x} and {@code
 *       --user user:x}
 * </ul>
 *
 * It hides too much rather than too little.
 */
final class SecretMask {

  static final String MASK = "***";

  /** The words that make a name that of a secret. */
  static final List<String> WORDS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "passcode",
          "pwd",
          "secret",
          "token",
          "api[-_]?key",
          "access[-_]?key",
          "private[-_]?key",
          "account[-_]?key",
          "credential",
          "authorization",
          "auth[-_]?key",
          "bearer",
          "cookie",
          "session[-_]?id",
          "signature");

  private static final String NAME =
      "(?:[\\w.-]*(?:" + String.join("|", WORDS) + ")[\\w.-]*|AWS_\\w+)";
  private static final Pattern OPTION = whole("-{1,2}" + NAME);
  private static final Pattern USER = whole("-u|--user");
  private static final Pattern ASSIGNED = whole("(-{0,2}" + NAME + "\\s*[=:]\\s*)(.+)");
  private static final Pattern INSIDE =
      part(
          "("
              + NAME
              + "[\"']?\\s*[=:]\\s*)(\"[^\"]*\"|'[^']*'|(?:bearer\\s+|basic\\s+)?[^\\s&;,\"'}]+)");
  private static final Pattern OPTION_INSIDE =
      part("(--?" + NAME + "\\s+)(\"[^\"]*\"|'[^']*'|\\S+)");
  private static final Pattern SHORT = part("(^|[\\s\"'])-p(?=\\S)[^\\s\"']+");
  private static final Pattern URL = part("(\\w[\\w+.-]*://[^\\s:/@]*):([^\\s\"']*)@");
  private static final Pattern URL_PARAMETER = part("([?&;][\\w.-]*password=)[^&;\\s\"']+");
  private static final Pattern USER_INSIDE = part("((?:^|\\s)(?:-u|--user)[ =]?[^\\s:]+):\\S+");

  private SecretMask() {}

  private static Pattern whole(String expression) {
    return Pattern.compile("\\A" + expression + "\\z", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  private static Pattern part(String expression) {
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
  }

  /** Hides the passwords of URLs in any text. */
  static String urls(String text) {
    String masked = URL.matcher(text).replaceAll("$1:" + MASK + "@");
    return URL_PARAMETER.matcher(masked).replaceAll("$1" + MASK);
  }

  /** Hides the secrets among the arguments of a command. */
  static List<String> arguments(List<String> arguments) {
    List<String> masked = new ArrayList<>(arguments.size());
    String before = "";
    for (String argument : arguments) {
      if (OPTION.matcher(before).matches()) {
        masked.add(MASK);
      } else if (USER.matcher(before).matches() && argument.contains(":")) {
        masked.add(argument.substring(0, argument.indexOf(':') + 1) + MASK);
      } else {
        masked.add(argument(argument));
      }
      before = argument;
    }
    return masked;
  }

  private static String argument(String argument) {
    Matcher assigned = ASSIGNED.matcher(argument);
    if (assigned.matches()) {
      return assigned.group(1) + MASK;
    }
    String masked = INSIDE.matcher(argument).replaceAll("$1" + MASK);
    masked = OPTION_INSIDE.matcher(masked).replaceAll("$1" + MASK);
    masked = SHORT.matcher(masked).replaceAll("$1-p" + MASK);
    masked = USER_INSIDE.matcher(masked).replaceAll("$1:" + MASK);
    return urls(masked);
  }
}
