package live.nio.bench.sfu;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import live.nio.sfu.LegAnswer;
import live.nio.sfu.NotPublished;
import live.nio.sfu.Sfu;
import live.nio.sfu.SfuFull;
import live.nio.sfu.SfuListener;
import live.nio.sfu.SfuOptions;
import live.nio.sfu.sdp.SdpException;
import live.nio.sfu.srtp.SrtpCrypto;

/// A process with nothing but the SFU: WHIP and WHEP without accounts, for measuring and for trying
/// out.
///
/// ```
/// java … live.nio.bench.sfu.SfuServer ADDRESS HTTP_PORT MEDIA_PORT LOOPS
/// POST /whip/NAME, POST /whep/NAME: 201 with Location; DELETE on it; GET /stats/NAME, /work
/// ```
///
/// Prints `ready MEDIA_PORT HTTP_PORT` when it serves.
public final class SfuServer {
  private static final int MAX_OFFER_BYTES = 64 * 1024;

  private final Sfu sfu;
  private final HttpServer http;

  private SfuServer(Sfu sfu, HttpServer http) {
    this.sfu = sfu;
    this.http = http;
  }

  public static void main(String[] arguments) throws IOException {
    SfuServer server =
        start(
            InetAddress.getByName(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]));
    System.out.println("ready " + server.sfu.port() + " " + server.httpPort());
  }

  /// Starts it.
  ///
  /// @param address to listen on and to announce
  /// @param httpPort 0 for any
  /// @param mediaPort 0 for any
  public static SfuServer start(InetAddress address, int httpPort, int mediaPort, int loops)
      throws IOException {
    Sfu sfu =
        Sfu.start(
            new SfuOptions(
                address,
                mediaPort,
                List.of(address),
                loops,
                true,
                SrtpCrypto.best(),
                new SecureRandom(),
                Clock.systemUTC(),
                new SfuListener() {}));
    HttpServer http = HttpServer.create(new InetSocketAddress(address, httpPort), 1_024);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    SfuServer server = new SfuServer(sfu, http);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  public int httpPort() {
    return http.getAddress().getPort();
  }

  public Sfu sfu() {
    return sfu;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      String what = path.length > 1 ? path[1] : "";
      String name = path.length > 2 ? path[2] : "";
      switch (exchange.getRequestMethod() + " " + what) {
        case "POST whip", "POST whep" -> offer(exchange, what, name);
        case "DELETE leg" -> answer(exchange, sfu.close(name) ? 200 : 404, "");
        case "GET stats" ->
            answer(exchange, 200, sfu.statistics(name, false) + "\n" + sfu.counters() + "\n");
        case "GET work" -> answer(exchange, 200, work());
        default -> answer(exchange, 404, "");
      }
    }
  }

  private void offer(HttpExchange exchange, String what, String name) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_OFFER_BYTES);
    String offer = new String(body, StandardCharsets.UTF_8);
    try {
      LegAnswer answer = what.equals("whip") ? sfu.publish(name, offer) : sfu.view(name, offer);
      exchange.getResponseHeaders().set("Location", "/leg/" + answer.legId());
      exchange.getResponseHeaders().set("ETag", "\"1\"");
      exchange.getResponseHeaders().set("Content-Type", "application/sdp");
      answer(exchange, 201, answer.sdp());
    } catch (SdpException e) {
      answer(exchange, 422, e.reason());
    } catch (NotPublished e) {
      answer(exchange, 409, String.valueOf(e.getMessage()));
    } catch (SfuFull e) {
      answer(exchange, 503, String.valueOf(e.getMessage()));
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /// Bytes allocated, ms of compilation, collections, ms of collection.
  private static String work() {
    long allocated =
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            ? threads.getTotalThreadAllocatedBytes()
            : 0;
    long collections = 0;
    long collectionMs = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections += collector.getCollectionCount();
      collectionMs += collector.getCollectionTime();
    }
    long jitMs = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    return "%d %d %d %d".formatted(allocated, jitMs, collections, collectionMs);
  }

  /// Ends both.
  public void close() {
    http.stop(0);
    sfu.close();
  }
}
