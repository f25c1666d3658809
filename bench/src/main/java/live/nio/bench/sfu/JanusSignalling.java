package live.nio.bench.sfu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import live.nio.publisher.peer.Player;
import live.nio.publisher.peer.Publisher;

/// The VideoRoom of Janus over its WebSocket API: one session, a handle for each peer. Requests and
/// answers are matched by transaction; of a message to the plugin, the answer is the event after
/// the acknowledgement.
final class JanusSignalling implements Signalling {
  private static final long PATIENCE_SECONDS = 20;
  private static final int NO_SUCH_FEED = 428;
  private static final int FEED_ATTEMPTS = 30;
  private static final long KEEP_ALIVE_SECONDS = 20;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong transactions = new AtomicLong();
  private final WebSocket socket;
  private final long session;
  private final Thread keepAlive;
  private volatile long feed;

  JanusSignalling(int port) throws IOException, InterruptedException {
    try {
      socket =
          http.newWebSocketBuilder()
              .subprotocols("janus-protocol")
              .buildAsync(
                  URI.create("ws://" + Network.SERVER.getHostAddress() + ":" + port), new Reader())
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Janus does not take our WebSocket", e);
    }
    session = ask(request("create")).path("data").path("id").asLong();
    keepAlive = Thread.ofVirtual().start(this::keepAlive);
  }

  private void keepAlive() {
    try {
      while (true) {
        Thread.sleep(KEEP_ALIVE_SECONDS * 1_000);
        var _ = ask(request("keepalive"));
      }
    } catch (IOException e) {
      // Whoever asks next finds out.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void publish(Publisher publisher) throws IOException, InterruptedException {
    long handle = attach();
    ObjectNode body = json.createObjectNode();
    body.put("request", "joinandconfigure");
    body.put("ptype", "publisher");
    body.put("room", JanusFiles.ROOM);
    JsonNode event = ask(message(handle, body, "offer", publisher.offer()));
    feed = event.path("plugindata").path("data").path("id").asLong();
    publisher.accept(event.path("jsep").path("sdp").asText());
  }

  @Override
  public Leave view(Player player) throws IOException, InterruptedException {
    long handle = attach();
    ObjectNode body = json.createObjectNode();
    body.put("request", "join");
    body.put("ptype", "subscriber");
    body.put("room", JanusFiles.ROOM);
    body.putArray("streams").addObject().put("feed", feed);
    JsonNode event = askPatiently(handle, body);
    String answer = player.answer(event.path("jsep").path("sdp").asText());
    ObjectNode start = json.createObjectNode().put("request", "start");
    var _ = ask(message(handle, start, "answer", answer));
    return () -> {
      ObjectNode detach = request("detach");
      detach.put("handle_id", handle);
      var _ = ask(detach);
    };
  }

  private long attach() throws IOException, InterruptedException {
    ObjectNode attach = request("attach");
    attach.put("plugin", "janus.plugin.videoroom");
    return ask(attach).path("data").path("id").asLong();
  }

  private ObjectNode request(String kind) {
    ObjectNode request = json.createObjectNode();
    request.put("janus", kind);
    request.put("transaction", Long.toString(transactions.incrementAndGet()));
    if (session != 0) {
      request.put("session_id", session);
    }
    return request;
  }

  private ObjectNode message(long handle, ObjectNode body, String type, String sdp) {
    ObjectNode message = request("message");
    message.put("handle_id", handle);
    message.set("body", body);
    if (!sdp.isEmpty()) {
      ObjectNode jsep = message.putObject("jsep");
      jsep.put("type", type);
      jsep.put("sdp", sdp);
      jsep.put("trickle", false);
    }
    return message;
  }

  /// A feed exists for Janus a little later than its media flows.
  private JsonNode askPatiently(long handle, ObjectNode body)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return ask(message(handle, body, "", ""));
      } catch (NoSuchFeed e) {
        if (attempt == FEED_ATTEMPTS) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private static final class NoSuchFeed extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchFeed(String message) {
      super(message);
    }
  }

  private JsonNode ask(ObjectNode request) throws IOException, InterruptedException {
    String transaction = request.path("transaction").asText();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(transaction, answer);
    try {
      synchronized (socket) {
        // One text at a time: the next may be sent when the last is on its way.
        socket.sendText(request.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      JsonNode node = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (node.path("plugindata").path("data").path("error_code").asInt() == NO_SUCH_FEED) {
        throw new NoSuchFeed("Janus knows no such feed: " + request);
      }
      JsonNode error = node.path("plugindata").path("data").path("error");
      if (node.path("janus").asText().equals("error") || !error.isMissingNode()) {
        throw new IOException("Janus refuses " + request + ": " + node);
      }
      return node;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Janus does not answer " + request, e);
    } finally {
      waiting.remove(transaction);
    }
  }

  @Override
  public Work work() {
    return Work.UNKNOWN;
  }

  @Override
  public void close() {
    keepAlive.interrupt();
    http.shutdownNow();
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void take(String message) {
      try {
        JsonNode node = json.readTree(message);
        CompletableFuture<JsonNode> answer = waiting.get(node.path("transaction").asText());
        boolean final_ =
            !node.path("janus").asText().equals("ack") || node.path("transaction").isMissingNode();
        if (answer != null && final_) {
          answer.complete(node);
        }
      } catch (JsonProcessingException e) {
        waiting.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      waiting.values().forEach(answer -> answer.completeExceptionally(error));
    }
  }
}
