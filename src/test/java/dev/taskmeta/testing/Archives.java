package dev.taskmeta.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks archives of server binaries, with programs executable. */
final class Archives {
  private Archives() {}

  static void unpackTarXz(InputStream input, Path target) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(input));
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      Path path = inside(target, entry.getName());
      Files.createDirectories(path.getParent());
      if (entry.isDirectory()) {
        Files.createDirectories(path);
      } else if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      } else if (entry.isLink()) {
        Files.createLink(path, inside(target, entry.getLinkName()));
      } else {
        write(tar, path);
      }
    }
  }

  /** Unpacks what lies below one folder of a jar. */
  static void unpackJar(Path jar, String folder, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        if (entry.getName().startsWith(folder)) {
          Path path = inside(target, entry.getName().substring(folder.length()));
          Files.createDirectories(path.getParent());
          try (InputStream input = zip.getInputStream(entry)) {
            write(input, path);
          }
        }
      }
    }
  }

  private static void write(InputStream input, Path path) throws IOException {
    Files.copy(input, path);
    // All are made executable: the archives of some servers do not carry the bit.
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path inside(Path target, String name) throws IOException {
    Path path = target.resolve(name).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive has an entry outside of its folder: " + name);
    }
    return path;
  }
}
