package dev.taskmeta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--password=hush|--password=***",
        "--db-password=hu sh|--db-password=***",
        "-phush|-p***",
        "PGPASSWORD=hush|PGPASSWORD=***",
        "AWS_ACCESS_KEY_ID=hush|AWS_ACCESS_KEY_ID=***",
        "Authorization: Bearer hush|Authorization: ***",
        "X-Api-Key: hush|X-Api-Key: ***",
        "db+postgresql://app:hu@sh@h/x|db+postgresql://app:***@h/x",
        "https://h/x?a=1&token=hush&b=2|https://h/x?a=1&token=***&b=2",
        "jdbc:mysql://h/x?user=a&password=hush|jdbc:mysql://h/x?user=a&password=***",
        "{\"a\": 1, \"secret\": \"hush\"}|{\"a\": 1, \"secret\": ***}",
        "mysql -u a -phush app|mysql -u a -p*** app",
        "curl -u me:hush --password hush2 x|curl -u me:*** --password *** x",
      })
  void masksWhatLooksLikeASecret(String argument, String masked) {
    assertThat(SecretMask.arguments(List.of(argument))).containsExactly(masked);
  }

  @Test
  void masksTheArgumentAfterASecretOption() {
    assertThat(SecretMask.arguments(List.of("--api-key", "hush", "-u", "me:hush", "-u", "me")))
        .containsExactly("--api-key", "***", "-u", "me:***", "-u", "me");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.sql", "-f", "--name=x", "http://h:80/x", "a b", "12:30", "-p"})
  void leavesTheRest(String argument) {
    assertThat(SecretMask.arguments(List.of(argument))).containsExactly(argument);
  }
}
