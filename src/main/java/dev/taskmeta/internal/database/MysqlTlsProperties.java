package dev.taskmeta.internal.database;

import java.util.Map;

/** Puts encryption into the properties of Connector/J and of the MariaDB driver. */
final class MysqlTlsProperties {

  private MysqlTlsProperties() {}

  static void put(MysqlTls tls, JdbcDriver driver, Map<String, String> properties) {
    if (driver == JdbcDriver.MYSQL) {
      connectorJ(tls, properties);
    } else {
      mariadb(tls, properties);
    }
    // Without verified TLS somebody in between gets the password anyway, so that asking the server
    // for its key loses nothing; it lets caching_sha2_password in without TLS, as pymysql does.
    boolean verified = tls.mode().compareTo(MysqlTls.Mode.REQUIRED) >= 0;
    properties.put("allowPublicKeyRetrieval", String.valueOf(!verified));
  }

  private static void connectorJ(MysqlTls tls, Map<String, String> properties) {
    properties.put("sslMode", tls.mode().name());
    if (tls.authorities() != null) {
      KeyStoreFile store = KeyStoreFile.ofAuthorities(tls.authorities());
      properties.put("trustCertificateKeyStoreUrl", store.url());
      properties.put("trustCertificateKeyStoreType", KeyStoreFile.TYPE);
      properties.put("trustCertificateKeyStorePassword", store.password());
    }
    if (tls.certificate() != null && tls.key() != null) {
      KeyStoreFile store = KeyStoreFile.ofClient(tls.certificate(), tls.key());
      properties.put("clientCertificateKeyStoreUrl", store.url());
      properties.put("clientCertificateKeyStoreType", KeyStoreFile.TYPE);
      properties.put("clientCertificateKeyStorePassword", store.password());
    }
  }

  private static void mariadb(MysqlTls tls, Map<String, String> properties) {
    properties.put("sslMode", tls.mode().mariadb());
    if (tls.authorities() != null) {
      properties.put("serverSslCert", tls.authorities());
    }
    if (tls.certificate() != null && tls.key() != null) {
      KeyStoreFile store = KeyStoreFile.ofClient(tls.certificate(), tls.key());
      properties.put("keyStore", store.path());
      properties.put("keyStoreType", KeyStoreFile.TYPE);
      properties.put("keyStorePassword", store.password());
    }
  }
}
