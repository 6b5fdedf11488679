package dev.taskmeta.testing;

/** A user of a database server and the password. */
record Account(String user, String password) {
  /** Characters that a URL must escape: a test that forgets to escape them fails. */
  private static final String PASSWORD = "s3cret:/@%pw";

  static final Account ADMIN = new Account("test_admin", PASSWORD);
  static final Account OWNER = new Account("test_owner", PASSWORD);
  static final Account RESTRICTED = new Account("test_restricted", PASSWORD);

  @Override
  public String toString() {
    return user + ":***";
  }
}
