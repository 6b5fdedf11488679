package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskmeta.Setting;
import dev.taskmeta.Settings;
import dev.taskmeta.internal.settings.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSecretsTest {

  private static final String SECRET = "hunter2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db+postgresql://u:hunter2@h/d",
        "db+postgresql://u:%68hunter2%40@h:1/d?sslmode=require",
        "db+postgresql://u:a/b:hunter2?c=d@h/d",
        "db+postgresql://u:hunter2%2Fhunter2@h/d",
        "db+postgresql://h/d?user=u&password=hunter2",
        "db+postgresql://u@h/d?sslpassword=hunter2&sslmode=require",
        "db+mysql+pymysql://u:hunter2@h/d?charset=utf8mb4",
        "db+mysql://h/d?passwd=hunter2",
        "db+mariadb://u:hunter2@[::1]:3306/d",
        "jdbc:postgresql://h/d?user=u&password=hunter2",
        "jdbc:postgresql://h/d?user=u&sslpassword=a;b,hunter2&x=y",
        "jdbc:mysql://u:hunter2@h/d",
        "jdbc:mysql://address=(host=h)(user=u)(password=hunter2)/d",
        "jdbc:mariadb://h/d?user=u&PASSWORD=hunter2",
        "jdbc:mysql://h/d?trustCertificateKeyStorePassword=hunter2"
      })
  void a_url_shows_its_place_and_not_its_password(String url) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    JdbcTarget target = JdbcTarget.of(parsed, parsed.driver(), Duration.ofSeconds(1));

    assertThat(parsed + parsed.masked() + parsed.place() + target)
        .doesNotContain(SECRET)
        .contains("d");
    assertThat(Secrets.maskUrl(url)).doesNotContain(SECRET).contains("***");
    assertThat(Settings.builder().set(Setting.RESULT_BACKEND, url).build().toString())
        .doesNotContain(SECRET)
        .contains("result_backend=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db+postgresql://u:hunter2",
        "db+postgresql://u:hunter2/d",
        "db+postgresql://u:hunter2@h@h/d",
        "db+postgresql://u:a@hunter2@h/d",
        "db+postgresql://u:hunter2@h:x/d",
        "db+postgresql://u:hunter2@h/d?sslmod=x",
        "db+postgresql://u:hunter2@h/d?sslmode=hunter2",
        "db+mysql://u:hunter2@h",
        "db+sqlite://u:hunter2@h/d",
        "db+oracle://u:hunter2@h/d",
        "db+postgresql+hunter://u:hunter2@h/d",
        "jdbc:oracle:thin:u/hunter2@h",
        "postgresql:u:hunter2@h/d",
        "hunter2"
      })
  void a_refused_url_is_not_quoted(String url) {
    StringWriter trace = new StringWriter();
    catchThrowable(() -> DatabaseUrl.parse(url)).printStackTrace(new PrintWriter(trace));

    assertThat(trace.toString()).contains("ConfigurationException").doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db+postgresql://u:hunter2",
        "db+postgresql://u:hunter2/d",
        "db+postgresql://u:a@hunter2@h/d",
        "redis://:hunter2@h:6379/0",
        "jdbc:oracle:thin:u/hunter2@h",
        "hunter2"
      })
  void what_is_no_good_url_is_hidden_where_a_password_could_be(String url) {
    assertThat(Secrets.maskUrl(url)).doesNotContain(SECRET);
  }

  @Test
  void a_url_without_a_password_is_shown_whole() {
    for (String url :
        new String[] {
          "db+postgresql://u@h:5432/d?sslmode=require",
          "db+postgresql://a:1,b:2/d",
          "db+mysql://[::1]:3306/d",
          "db+sqlite:////var/lib/x.db",
          "memory://",
          "jdbc:sqlite:/x.db?journal_mode=WAL"
        }) {
      assertThat(Secrets.maskUrl(url)).isEqualTo(url);
    }
  }
}
