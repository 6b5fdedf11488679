package dev.taskmeta.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.conf.PropertyDefinitions;
import com.mysql.cj.conf.PropertyKey;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mariadb.jdbc.Configuration;
import org.postgresql.PGProperty;
import org.sqlite.SQLiteConfig;

/** A driver ignores a property whose name it does not know, so a wrong name would never show. */
class DriverPropertiesTest {

  private static final Set<String> OF_CODE =
      Set.of(
          "sslMode",
          "allowPublicKeyRetrieval",
          "trustCertificateKeyStoreUrl",
          "trustCertificateKeyStoreType",
          "trustCertificateKeyStorePassword",
          "clientCertificateKeyStoreUrl",
          "clientCertificateKeyStoreType",
          "clientCertificateKeyStorePassword");

  @ParameterizedTest
  @EnumSource(JdbcDriver.class)
  void every_property_that_is_set_exists_in_the_driver(JdbcDriver driver) throws Exception {
    Set<String> set = new TreeSet<>(DriverDefaults.of(driver, Duration.ofSeconds(1)).keySet());
    UrlOptions.of(driver).values().stream()
        .map(UrlOption::becomes)
        .filter(becomes -> becomes.startsWith("`"))
        .forEach(becomes -> set.add(becomes.replace("`", "")));
    switch (driver) {
      case MYSQL -> set.addAll(OF_CODE);
      case MARIADB ->
          set.addAll(
              Set.of("sslMode", "serverSslCert", "keyStore", "keyStoreType", "keyStorePassword"));
      case SQLITE -> set.addAll(Set.of("open_mode", "journal_mode"));
      case POSTGRESQL -> {}
    }

    assertThat(known(driver)).containsAll(set);
  }

  private static Set<String> known(JdbcDriver driver) throws Exception {
    return switch (driver) {
      case POSTGRESQL ->
          Arrays.stream(PGProperty.values()).map(PGProperty::getName).collect(Collectors.toSet());
      case MYSQL ->
          PropertyDefinitions.PROPERTY_KEY_TO_PROPERTY_DEFINITION.keySet().stream()
              .map(PropertyKey::getKeyName)
              .collect(Collectors.toSet());
      case MARIADB ->
          Arrays.stream(Configuration.Builder.class.getDeclaredFields())
              .map(Field::getName)
              .collect(Collectors.toCollection(HashSet::new));
      case SQLITE ->
          Arrays.stream(SQLiteConfig.Pragma.values())
              .map(pragma -> pragma.pragmaName)
              .collect(Collectors.toSet());
    };
  }
}
