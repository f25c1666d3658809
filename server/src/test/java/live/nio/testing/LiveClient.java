package live.nio.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.client.transports.WebSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/// A page: the official Socket.IO client connected to a namespace, with everything it is sent.
public final class LiveClient implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 20;
  private static final int MAX_EVENTS = 10_000;

  /// An event from the server.
  public record Received(String event, JSONObject payload) {}

  private final Socket socket;
  private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(MAX_EVENTS);

  private volatile @Nullable Transport transport;

  private LiveClient(Socket socket) {
    this.socket = socket;
  }

  /// Connects to `/live` as somebody, or as a guest with null.
  public static LiveClient connect(int port, Api.@Nullable Person person) {
    return connect(port, "/live", person);
  }

  /// Connects to `/account` as somebody.
  public static LiveClient connectAccount(int port, Api.Person person) {
    return connect(port, "/account", person);
  }

  /// Connects to `/account` as a guest whose handshake has these headers.
  public static LiveClient connectAccount(int port, Map<String, String> headers) {
    return connected(open(port, "/account", Map.of(), headers));
  }

  private static LiveClient connect(int port, String namespace, Api.@Nullable Person person) {
    return connected(
        open(
            port,
            namespace,
            person == null ? Map.of() : Map.of("token", person.token()),
            Map.of()));
  }

  private static LiveClient connected(LiveClient client) {
    CompletableFuture<Boolean> connected = new CompletableFuture<>();
    client.socket.once(Socket.EVENT_CONNECT, _ -> connected.complete(true));
    client.socket.once(
        Socket.EVENT_CONNECT_ERROR,
        args -> connected.completeExceptionally(new AssertionError(String.valueOf(args[0]))));
    client.socket.connect();
    get(connected);
    return client;
  }

  /// Tries to connect with any credentials, and gives the refusal.
  public static JSONObject refusal(int port, Map<String, String> auth) {
    try (LiveClient client = open(port, "/live", auth, Map.of())) {
      CompletableFuture<JSONObject> refused = new CompletableFuture<>();
      client.socket.once(
          Socket.EVENT_CONNECT_ERROR, args -> refused.complete((JSONObject) args[0]));
      client.socket.once(
          Socket.EVENT_CONNECT,
          _ -> refused.completeExceptionally(new AssertionError("it was let in")));
      client.socket.connect();
      return get(refused);
    }
  }

  private static LiveClient open(
      int port, String namespace, Map<String, String> auth, Map<String, String> headers) {
    Map<String, List<String>> extraHeaders = new HashMap<>();
    headers.forEach((name, value) -> extraHeaders.put(name, List.of(value)));
    IO.Options options =
        IO.Options.builder()
            .setForceNew(true)
            .setReconnection(false)
            .setTransports(new String[] {WebSocket.NAME})
            .setAuth(auth)
            .setExtraHeaders(extraHeaders)
            .build();
    LiveClient client =
        new LiveClient(IO.socket(URI.create("http://localhost:" + port + namespace), options));
    client.socket.io().on(Manager.EVENT_TRANSPORT, args -> client.transport = (Transport) args[0]);
    client.socket.onAnyIncoming(args -> {
      JSONObject payload =
          args.length > 1 && args[1] instanceof JSONObject object ? object : new JSONObject();
      client.received.add(new Received((String) args[0], payload));
    });
    return client;
  }

  /// Sends an event and waits for its acknowledgement.
  public JSONObject ask(String event, Map<String, ?> payload) {
    CompletableFuture<JSONObject> answer = new CompletableFuture<>();
    socket.emit(
        event,
        new Object[] {new JSONObject(payload)},
        (Ack) args -> answer.complete((JSONObject) args[0]));
    return get(answer);
  }

  /// As [#ask], where the answer must be a success.
  public JSONObject succeed(String event, Map<String, ?> payload) {
    JSONObject answer = ask(event, payload);
    assertThat(answer.optBoolean("ok")).as("%s: %s", event, answer).isTrue();
    return answer;
  }

  /// As [#ask], where the answer must be a refusal; gives its code.
  public String refused(String event, Map<String, ?> payload) {
    JSONObject answer = ask(event, payload);
    assertThat(answer.optBoolean("ok")).as("%s: %s", event, answer).isFalse();
    return answer.optString("error");
  }

  /// Waits for the next event of this name that fits, and drops those before it.
  public JSONObject await(String event, Predicate<JSONObject> fits) {
    List<Received> others = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    try {
      while (true) {
        Received next = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new AssertionError("no " + event + " came, but " + others);
        }
        if (next.event().equals(event) && fits.test(next.payload())) {
          return next.payload();
        }
        others.add(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public JSONObject await(String event) {
    return await(event, _ -> true);
  }

  /// What came and was not waited for, of one name. Ask something first, so that everything before
  /// it has arrived.
  public List<JSONObject> arrived(String event) {
    return received.stream().filter(it -> it.event().equals(event)).map(Received::payload).toList();
  }

  /// Waits until the server has closed the connection.
  public void awaitClosed() {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    socket.once(Socket.EVENT_DISCONNECT, _ -> closed.complete(true));
    if (!socket.connected()) {
      closed.complete(true);
    }
    get(closed);
  }

  /// Cuts the connection without a farewell, as a closed tab does.
  public void cut() {
    Transport transport = this.transport;
    if (transport == null) {
      throw new AssertionError("never connected");
    }
    transport.close();
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// A member of an answer.
  public static String text(JSONObject object, String... path) {
    try {
      JSONObject current = object;
      for (int i = 0; i < path.length - 1; i++) {
        current = current.getJSONObject(path[i]);
      }
      return current.getString(path[path.length - 1]);
    } catch (JSONException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
