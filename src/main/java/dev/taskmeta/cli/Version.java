package dev.taskmeta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine;

/** Says which version this is. */
final class Version implements CommandLine.IVersionProvider {

  /** Maven puts it into the jar. */
  private static final String RESOURCE = "/META-INF/maven/dev.taskmeta/taskmeta/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      if (resource != null) {
        properties.load(resource);
      }
      return new String[] {"taskmeta " + properties.getProperty("version", "(not packaged)")};
    }
  }
}
