package live.nio.publisher.vp8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// FFmpeg as an independent decoder. Its main writes the fixtures anew:
///
///     java -cp … live.nio.publisher.vp8.Ffmpeg publisher/src/test/resources
final class Ffmpeg {
  private Ffmpeg() {}

  static boolean isInstalled() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ffmpeg")));
  }

  /// Checksums of the frames FFmpeg decodes, one for each.
  static List<String> decode(Path ivf) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                ivf.toString(),
                "-fps_mode",
                "passthrough",
                "-pix_fmt",
                "yuv420p",
                "-f",
                "framemd5",
                "-")
            .redirectError(Redirect.INHERIT)
            .start();
    List<String> sums = new ArrayList<>();
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          sums.add(line.substring(line.lastIndexOf(',') + 1).strip());
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("ffmpeg ends with " + process.exitValue());
    }
    return sums;
  }

  static void write(Sequences film, Path ivf) throws IOException {
    try (IvfWriter writer =
        new IvfWriter(Files.newOutputStream(ivf), film.width(), film.height(), 30)) {
      film.film(shot -> {
        try {
          writer.write(shot.frame());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  /// Writes the fixtures into a folder of resources.
  public static void main(String[] args) throws IOException, InterruptedException {
    for (Sequences film : Sequences.values()) {
      Path ivf = Files.createTempFile("nio", ".ivf");
      write(film, ivf);
      List<String> decoded = decode(ivf);
      List<String> lines = new ArrayList<>();
      film.film(shot ->
          lines.add(Sequences.checksum(shot.frame().data()) + " " + decoded.get(lines.size())));
      Files.write(Path.of(args[0] + film.fixture()), lines);
      Files.delete(ivf);
    }
  }
}
