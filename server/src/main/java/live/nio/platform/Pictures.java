package live.nio.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Pictures people send, stored as clean JPEGs in the data folder: `files/<kind>/<name>`. Virtual
/// threads.
///
/// A name is 128 random bits and tells nothing of whose picture it is; whoever stores one keeps its
/// name in a row of their own. A picture never changes under its name.
@Singleton
public class Pictures {

  /// A stored picture.
  ///
  /// @param name to keep, and to give to [PictureKind#url]
  /// @param width in pixels
  /// @param height in pixels
  public record Stored(String name, int width, int height) {}

  private static final int NAME_BYTES = 16;

  /// No separator and no dots in front: no name leads out of its folder.
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}\\.jpg");

  /// Each takes a processor and up to a hundred megabytes for a moment.
  private static final int AT_ONCE = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SWEEP_BATCH = 500;

  private final Path root;
  private final Secrets secrets;
  private final Clock clock;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  @Inject
  Pictures(PlatformConfig config, Secrets secrets, Clock clock) {
    this(Path.of(config.dataDir()).resolve("files"), secrets, clock);
  }

  /// Keeps them in this folder.
  Pictures(Path root, Secrets secrets, Clock clock) {
    this.root = root;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// Stores a picture: a JPEG, PNG or GIF by its content, whatever it is called.
  ///
  /// @throws DomainError `unsupported_picture`, `too_large`, `busy`
  public Stored store(PictureKind kind, byte[] bytes) {
    if (bytes.length > kind.maxMegabytes() * 1_000_000L) {
      throw new PictureErrors.TooManyBytes(kind.maxMegabytes());
    }
    BufferedImage picture = read(kind, bytes);
    String name = HexFormat.of().formatHex(secrets.random(NAME_BYTES)) + ".jpg";
    Path folder = root.resolve(kind.word());
    try {
      Files.createDirectories(folder);
      Path unfinished = folder.resolve(name + ".part");
      Files.write(unfinished, PictureReader.jpeg(picture));
      Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
      move(unfinished, folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("a picture could not be written", e);
    }
    return new Stored(name, picture.getWidth(), picture.getHeight());
  }

  private BufferedImage read(PictureKind kind, byte[] bytes) {
    try {
      if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PictureErrors.Busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PictureErrors.Busy();
    }
    try {
      return PictureReader.read(kind, bytes);
    } finally {
      turns.release();
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  /// The JPEG of this name, or empty when there is none.
  Optional<byte[]> find(PictureKind kind, String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(root.resolve(kind.word()).resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a picture could not be read", e);
    }
  }

  /// Deletes a picture nobody names any more; harmless when it is gone.
  public void delete(PictureKind kind, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a stored picture");
    }
    try {
      Files.deleteIfExists(root.resolve(kind.word()).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("a picture could not be deleted", e);
    }
  }

  /// Deletes what no row names: of deleted accounts and streams, of uploads that were cut off, and
  /// what was replaced.
  ///
  /// @param age younger ones are left alone: their row may not be written yet, and pages may still
  ///   show what was replaced
  /// @param inUse gives those of some names that are in use
  /// @return how many were deleted
  public int sweep(PictureKind kind, Duration age, UnaryOperator<Set<String>> inUse) {
    Path folder = root.resolve(kind.word());
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    Instant before = clock.instant().minus(age);
    int deleted = 0;
    Set<String> batch = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isOlder(file, before)) {
          batch.add(file.getFileName().toString());
        }
        if (batch.size() == SWEEP_BATCH) {
          deleted += deleteUnused(folder, batch, inUse);
          batch.clear();
        }
      }
      return deleted + deleteUnused(folder, batch, inUse);
    } catch (IOException e) {
      throw new UncheckedIOException("the pictures could not be swept", e);
    }
  }

  private static boolean isOlder(Path file, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException deletedMeanwhile) {
      return false;
    }
  }

  private static int deleteUnused(Path folder, Set<String> names, UnaryOperator<Set<String>> inUse)
      throws IOException {
    if (names.isEmpty()) {
      return 0;
    }
    Set<String> kept = inUse.apply(Set.copyOf(names));
    int deleted = 0;
    for (String name : names) {
      if (!kept.contains(name) && Files.deleteIfExists(folder.resolve(name))) {
        deleted++;
      }
    }
    return deleted;
  }
}
