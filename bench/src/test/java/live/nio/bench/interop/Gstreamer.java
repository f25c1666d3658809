package live.nio.bench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.nio.publisher.vp8.I420;
import org.jspecify.annotations.Nullable;

/// A process of `gstreamer_peer.py`, which says what comes and goes on its streams.
final class Gstreamer implements AutoCloseable {
  private static final int SECONDS = 30;
  // Debian's own, as its packages are not seen by a Python from elsewhere.
  private static final String PYTHON = "/usr/bin/python3";

  private final Process process;
  private final CountDownLatch connected = new CountDownLatch(1);
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private @Nullable Pictures pictures;

  private Gstreamer(String mode, URI endpoint, Redirect output, Runnable onSound)
      throws IOException {
    process =
        new ProcessBuilder(
                PYTHON,
                script().toString(),
                mode,
                endpoint.toString(),
                String.valueOf(Pictures.WIDTH),
                String.valueOf(Pictures.HEIGHT))
            .redirectOutput(output)
            .start();
    Thread.ofVirtual().start(() -> listen(onSound));
  }

  /// What is missing; null when nothing is.
  static @Nullable String missing() throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(PYTHON))) {
      return PYTHON + " is missing";
    }
    String check =
        """
        import gi
        for name in ("Gst", "GstSdp", "GstWebRTC"): gi.require_version(name, "1.0")
        from gi.repository import Gst, GstSdp, GstWebRTC
        Gst.init(None)
        print(*(e for e in "webrtcbin nicesrc dtlsenc srtpenc vp8enc opusenc level rawvideoparse".split()
          if not Gst.ElementFactory.find(e)))
        """;
    Process process = new ProcessBuilder(PYTHON, "-c", check).redirectErrorStream(true).start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 && answer.isEmpty() ? null : "GStreamer lacks " + answer;
  }

  private static Path script() {
    return Path.of("src/test/resources/live/nio/bench/interop/gstreamer_peer.py").toAbsolutePath();
  }

  static Gstreamer publish(URI endpoint) throws IOException, InterruptedException {
    Gstreamer peer = new Gstreamer("whip", endpoint, Redirect.DISCARD, () -> {});
    OutputStream stdin = peer.process.getOutputStream();
    peer.pictures = new Pictures(picture -> write(stdin, picture));
    peer.awaitConnected();
    return peer;
  }

  static Gstreamer play(URI endpoint, Sightings seen) throws IOException, InterruptedException {
    Gstreamer peer = new Gstreamer("whep", endpoint, Redirect.PIPE, seen::sound);
    Thread.ofVirtual().start(() -> peer.watch(seen));
    peer.awaitConnected();
    return peer;
  }

  private void awaitConnected() throws InterruptedException {
    boolean done = connected.await(SECONDS, TimeUnit.SECONDS);
    assertThat(done).as("GStreamer is connected; it says %s", complaints).isTrue();
  }

  private static void write(OutputStream stdin, I420 picture) {
    try {
      stdin.write(picture.y());
      stdin.write(picture.u());
      stdin.write(picture.v());
      stdin.flush();
    } catch (IOException e) {
      // The process has ended; whoever waits for its pictures says so.
    }
  }

  private void watch(Sightings seen) {
    byte[] luma = new byte[Pictures.WIDTH * Pictures.HEIGHT];
    try (DataInputStream stdout = new DataInputStream(process.getInputStream())) {
      while (true) {
        stdout.readFully(luma);
        seen.picture(luma, Pictures.WIDTH, Pictures.HEIGHT, Pictures.WIDTH);
      }
    } catch (EOFException e) {
      // It has ended.
    } catch (IOException e) {
      complaints.add(e.toString());
    }
  }

  private void listen(Runnable onSound) {
    try (var stderr = process.errorReader()) {
      for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
        switch (line) {
          case "connected" -> connected.countDown();
          case "sound" -> onSound.run();
          default -> complaints.add(line);
        }
      }
    } catch (IOException e) {
      complaints.add(e.toString());
    }
  }

  /// Ends the session as a good peer does.
  @Override
  public void close() throws IOException {
    try {
      if (pictures != null) {
        pictures.close();
      }
      process.getOutputStream().close();
      int status = process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join().exitValue();
      assertThat(status).as("how GStreamer ends; it says %s", complaints).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
