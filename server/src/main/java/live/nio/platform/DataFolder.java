package live.nio.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything that must survive, owned by one running server at a time.
///
/// ```
/// data/nio.lock    held (an operating-system lock, gone with the process) while a server runs; names its pid
/// data/files/     pictures people sent ([Pictures])
/// data/keys/       generated secrets, readable by the owner only
/// data/postgres/   the embedded database's cluster
/// ```
public final class DataFolder implements AutoCloseable {

  private static final int SECRET_BYTES = 32;

  private final Path root;
  private final FileChannel lockChannel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel lockChannel, FileLock lock) {
    this.root = root;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /// Creates the folder if need be and takes it for this process.
  ///
  /// @throws StartupFailure when another server runs on it or it cannot be written
  public static DataFolder open(Path root) {
    FileChannel channel = null;
    try {
      Files.createDirectories(root);
      Path lockFile = root.resolve("nio.lock");
      channel =
          FileChannel.open(
              lockFile,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = Files.readString(lockFile).strip();
        channel.close();
        throw new StartupFailure(
            "Another NIO server%s already uses the data folder %s.\nStop it, or start this one with --data and another folder."
                .formatted(holder.isEmpty() ? "" : " (process " + holder + ")", root));
      }
      channel.truncate(0);
      channel.write(StandardCharsets.UTF_8.encode(Long.toString(ProcessHandle.current().pid())), 0);
      return new DataFolder(root, channel, lock);
    } catch (IOException e) {
      closeQuietly(channel);
      throw new StartupFailure(
          "The data folder %s cannot be used: %s.\nCheck its permissions, or choose another one with --data."
              .formatted(root, e.getMessage()));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException ignored) {
        // The failure that brought us here is the one worth telling.
      }
    }
  }

  /// The folder itself, absolute.
  public Path root() {
    return root;
  }

  /// Where the embedded database keeps its cluster.
  public Path postgres() {
    return root.resolve("postgres");
  }

  /// A secret of 256 random bits as hexadecimal text, made at the first call for its name and the
  /// same ever after.
  public String secret(String name) {
    return secretIn(root, name);
  }

  /// As [#secret], for code that is given the folder but does not own its lock.
  static String secretIn(Path root, String name) {
    Path keys = root.resolve("keys");
    Path file = keys.resolve(name);
    try {
      if (!Files.exists(file)) {
        createOwnerOnlyDirectory(keys);
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        writeOwnerOnly(keys, file, HexFormat.of().formatHex(bytes));
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartupFailure(
          "The key file %s cannot be read or written: %s.".formatted(file, e.getMessage()));
    }
  }

  private static void createOwnerOnlyDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void writeOwnerOnly(Path directory, Path file, String text) throws IOException {
    try {
      if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      throw new IOException("it appeared while being created", e);
    }
    Files.writeString(file, text);
  }

  /// Lets the folder go. Call it last, after the database has stopped.
  @Override
  public void close() {
    try {
      lock.release();
      lockChannel.close();
    } catch (IOException e) {
      throw new IllegalStateException("the data folder's lock could not be released", e);
    }
  }
}
