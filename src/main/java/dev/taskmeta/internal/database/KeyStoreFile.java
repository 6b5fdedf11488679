package dev.taskmeta.internal.database;

import dev.taskmeta.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;

/**
 * A key store made of PEM files, because Connector/J reads no PEM. The file is readable by its
 * owner only, is encrypted with a random password, and is deleted when the JVM exits.
 *
 * @param path the file
 * @param password its password
 */
record KeyStoreFile(String path, String password) {

  static final String TYPE = "PKCS12";

  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  /** Makes a store of the authorities in a PEM file. */
  static KeyStoreFile ofAuthorities(String pemFile) {
    Collection<? extends Certificate> certificates = certificates("ssl_ca", pemFile);
    return write(
        (store, password) -> {
          int number = 0;
          for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + number++, certificate);
          }
        });
  }

  /** Makes a store of a client's certificate chain and key. */
  static KeyStoreFile ofClient(String certificateFile, String keyFile) {
    Certificate[] chain = certificates("ssl_cert", certificateFile).toArray(new Certificate[0]);
    PrivateKey key = key(chain[0].getPublicKey().getAlgorithm(), keyFile);
    return write((store, password) -> store.setKeyEntry("client", key, password, chain));
  }

  String url() {
    return Path.of(path).toUri().toString();
  }

  @Override
  public String toString() {
    return "KeyStoreFile[" + path + "]";
  }

  private interface Content {
    void put(KeyStore store, char[] password) throws GeneralSecurityException;
  }

  private static KeyStoreFile write(Content content) {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    try {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, null);
      content.put(store, password.toCharArray());
      Path file = Files.createTempFile("taskmeta", ".p12");
      file.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, password.toCharArray());
      }
      return new KeyStoreFile(file.toString(), password);
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException("the TLS files of the URL cannot be used: " + e, e);
    }
  }

  private static Collection<? extends Certificate> certificates(String option, String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new ConfigurationException(option + " " + file + " holds no certificate.");
      }
      return certificates;
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          option + " " + file + " cannot be read as PEM certificates: " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(String algorithm, String file) {
    try {
      String pem = Files.readString(Path.of(file), StandardCharsets.US_ASCII);
      int begin = pem.indexOf(KEY_BEGIN);
      int end = pem.indexOf(KEY_END);
      if (begin < 0 || end < begin) {
        throw new ConfigurationException(
            "ssl_key "
                + file
                + " is no PKCS#8 key without a passphrase; make one of it with"
                + " openssl pkcs8 -topk8 -nocrypt.");
      }
      byte[] key = Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ConfigurationException("ssl_key " + file + " cannot be read as a PEM key.", e);
    }
  }
}
