package live.nio.publisher;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.nio.publisher.feed.PatternFeed;
import live.nio.publisher.peer.MediaFeed;
import live.nio.publisher.peer.PeerLoop;
import live.nio.publisher.peer.Player;
import live.nio.publisher.peer.PlayerStatistics;
import live.nio.publisher.peer.PublisherStatistics;
import live.nio.publisher.peer.WhipClient;

/// Publishes or plays from the command line, and prints a line each second.
public final class Main {
  private static final String USAGE =
      """
      Usage: publisher --whip URL [--token T] [--size 640x360] [--fps 30] [--bitrate 1400k]
                       [--simulcast]
             publisher --whep URL [--token T]

        --whip URL     publishes the test pattern there
        --whep URL     plays from there, and counts what comes
        --token T      goes as a bearer token
        --size WxH     of the picture
        --fps N        frames a second
        --bitrate N    of all sizes together, such as 800k or 2M
        --simulcast    sends the picture in three sizes
      """;

  private String whip = "";
  private String whep = "";
  private Optional<String> token = Optional.empty();
  private int width = 640;
  private int height = 360;
  private int framesPerSecond = 30;
  private int bitrateBps = 1_400_000;
  private int layers = 1;

  private Main() {}

  /// Runs until it is interrupted; exits with 2 when the arguments make no sense.
  public static void main(String[] args) throws InterruptedException {
    Main main = new Main();
    try {
      main.read(args);
      if (main.whip.isEmpty() == main.whep.isEmpty()) {
        throw new IllegalArgumentException("Either --whip or --whep, please.");
      }
      if (main.whep.isEmpty()) {
        main.publish();
      } else {
        main.play();
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(USAGE);
      System.exit(2);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void read(String[] args) {
    Iterator<String> words = List.of(args).iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (option.equals("--simulcast")) {
        layers = 3;
      } else if (words.hasNext()) {
        read(option, words.next());
      } else {
        throw new IllegalArgumentException(option + " needs a value.");
      }
    }
  }

  private void read(String option, String value) {
    switch (option) {
      case "--whip" -> whip = value;
      case "--whep" -> whep = value;
      case "--token" -> token = Optional.of(value);
      case "--fps" -> framesPerSecond = Integer.parseInt(value);
      case "--bitrate" -> bitrateBps = bitrate(value);
      case "--size" -> {
        String[] sides = value.split("x", -1);
        if (sides.length != 2) {
          throw new IllegalArgumentException("A size is such as 640x360, not " + value + ".");
        }
        width = Integer.parseInt(sides[0]);
        height = Integer.parseInt(sides[1]);
      }
      default -> throw new IllegalArgumentException("There is no option " + option + ".");
    }
  }

  private static int bitrate(String text) {
    String digits = text.replaceAll("[kM]$", "");
    int number = Integer.parseInt(digits);
    return text.endsWith("M") ? number * 1_000_000 : text.endsWith("k") ? number * 1_000 : number;
  }

  private void publish() throws InterruptedException {
    List<MediaFeed.Layer> sizes = PatternFeed.simulcast(width, height, layers);
    PatternPublisher.Options options =
        new PatternPublisher.Options(URI.create(whip), token, sizes, framesPerSecond, bitrateBps);
    PatternPublisher publisher =
        new PatternPublisher(options, Clock.system(ZoneId.systemDefault()), System.out::println);
    CountDownLatch ended = untilInterrupted(publisher::close);
    while (!ended.await(1, TimeUnit.SECONDS)) {
      publisher.statistics().ifPresent(Main::print);
    }
  }

  private static void print(PublisherStatistics s) {
    System.out.printf(
        "%,d packets, %,d kB, %d frames (%d key), asked for %d packets and %d key frames,"
            + " round trip %d ms, lost %.1f %%, target %,d kbit/s%n",
        s.packets(),
        s.bytes() / 1_000,
        s.frames(),
        s.keyFrames(),
        s.nacked(),
        s.keyFrameRequests(),
        s.roundTrip().toMillis(),
        s.fractionLost() * 100,
        s.targetBps() / 1_000);
  }

  private void play() throws IOException, InterruptedException {
    PeerLoop loop = new PeerLoop("player");
    WhipClient http = new WhipClient();
    Player player =
        new Player(
            loop,
            new Player.Listener() {
              @Override
              public void connected() {
                System.out.println("Connected.");
              }

              @Override
              public void closed(String reason) {
                System.out.println("It is over: " + reason);
                System.exit(1);
              }
            });
    WhipClient.Accepted accepted = http.post(URI.create(whep), token, player.offer());
    player.accept(accepted.sdp());
    CountDownLatch ended =
        untilInterrupted(() -> {
          player.close();
          if (accepted.resource().isPresent()) {
            try {
              http.delete(accepted.resource().get(), token);
            } catch (IOException e) {
              System.err.println(e.getMessage());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          loop.close();
        });
    while (!ended.await(1, TimeUnit.SECONDS)) {
      print(player.statistics());
    }
  }

  private static void print(PlayerStatistics s) {
    System.out.printf(
        "%,d packets (%,d sound), %,d kB, %d frames (%d key), lost %d, recovered %d, %d freezes of"
            + " %d ms, longest gap %d ms, %d picture-id jumps, %d NACKs, %d PLIs%n",
        s.packets(),
        s.audioPackets(),
        s.bytes() / 1_000,
        s.frames(),
        s.keyFrames(),
        s.lost(),
        s.recovered(),
        s.freezes(),
        s.frozen().toMillis(),
        s.longestGap().toMillis(),
        s.pictureIdJumps(),
        s.nacks(),
        s.plis());
  }

  private static CountDownLatch untilInterrupted(Runnable goodbye) {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              ended.countDown();
              goodbye.run();
            }));
    return ended;
  }
}
