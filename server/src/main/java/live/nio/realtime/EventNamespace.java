package live.nio.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import jakarta.validation.Validator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import live.nio.identity.AccessTokens;
import live.nio.identity.Identity;
import live.nio.platform.ClientAddress;
import live.nio.platform.ClientAddresses;
import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;
import live.nio.platform.JsonErrors;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import live.nio.platform.Violations;
import live.nio.socketio.AttributeKey;
import live.nio.socketio.ConnectionRefusedException;
import live.nio.socketio.DisconnectReason;
import live.nio.socketio.Event;
import live.nio.socketio.Namespace;
import live.nio.socketio.Socket;
import org.jboss.logging.Logger;

/// A namespace whose sockets are people or guests, and whose events are declared, checked, limited
/// and acknowledged. See the package's picture.
final class EventNamespace implements SocketEvents {

  /// What all namespaces need.
  record Tools(
      ObjectMapper mapper,
      Validator validator,
      AccessTokens tokens,
      RateLimits limits,
      ClientAddresses addresses,
      Counter unknownEvents) {}

  private static final Logger LOG = Logger.getLogger(EventNamespace.class);
  private static final AttributeKey<Peer> PEER = AttributeKey.of("peer", Peer.class);

  private record Declared<T>(
      Class<T> payload, Limit limit, String throttledCode, Handler<T> handler) {}

  private final Namespace namespace;
  private final Tools tools;
  private final ObjectMapper mapper;
  private final RateLimits limits;
  private final Map<String, Declared<?>> declared = new HashMap<>();
  private final List<Consumer<Peer>> gone = new CopyOnWriteArrayList<>();

  EventNamespace(Namespace namespace, Tools tools) {
    this.namespace = namespace;
    this.tools = tools;
    this.mapper = tools.mapper();
    this.limits = tools.limits();
  }

  /// Lets sockets in. Everything must have been declared.
  void open() {
    namespace.use(this::authenticate);
    namespace.onConnection(this::connected);
  }

  @Override
  public <T> void on(
      String event, Class<T> payload, Limit limit, String throttledCode, Handler<T> handler) {
    if (declared.put(event, new Declared<>(payload, limit, throttledCode, handler)) != null) {
      throw new IllegalStateException("two features declare the event " + event);
    }
  }

  @Override
  public void onGone(Consumer<Peer> callback) {
    gone.add(callback);
  }

  void emitTo(String room, String event, Object payload) {
    namespace.to(room).emit(event, payload);
  }

  boolean isEmpty(String room) {
    return namespace.socketsIn(room).isEmpty();
  }

  void empty(String room) {
    namespace.socketsIn(room).forEach(socket -> socket.leave(room));
  }

  void disconnect(String room) {
    namespace.socketsIn(room).forEach(socket -> socket.disconnect(true));
  }

  /// The room of a device session's sockets.
  static String sessionRoom(UUID sessionId) {
    return "session:" + sessionId;
  }

  /// The room of all sockets of an account.
  static String accountRoom(UUID accountId) {
    return "account:" + accountId;
  }

  // ---- connections

  private void authenticate(Socket socket) throws ConnectionRefusedException {
    ClientAddress address =
        tools.addresses().of(socket.handshake().remoteAddress(), socket.handshake().headers());
    try {
      limits.take(Limit.SOCKET_CONNECT, address.network());
      socket.set(PEER, new Peer(socket, identify(socket).orElse(null)));
    } catch (DomainError refusal) {
      throw new ConnectionRefusedException(refusal.code(), refused(refusal));
    }
  }

  private Optional<Identity> identify(Socket socket) {
    JsonNode token = socket.handshake().auth("token");
    if (token.isMissingNode() || token.isNull()) {
      return Optional.empty();
    }
    return Optional.of(tools.tokens().verify(token.asText()));
  }

  private void connected(Socket socket) {
    Peer peer = peerOf(socket);
    peer.identity().ifPresent(identity -> bindToSession(socket, identity));
    declared.forEach((name, event) -> socket.on(name, packet -> dispatch(peer, packet, event)));
    socket.onUnhandled(packet -> {
      tools.unknownEvents().increment();
      packet.ack(
          Map.of("ok", false, "error", "unknown_event", "detail", "There is no such event."));
    });
    socket.onDisconnect(reason -> {
      if (reason == DisconnectReason.CLIENT_NAMESPACE_DISCONNECT) {
        peer.leavesOnPurpose();
      }
      gone.forEach(callback -> callback.accept(peer));
    });
  }

  private void bindToSession(Socket socket, Identity identity) {
    socket.join(sessionRoom(identity.sessionId()));
    socket.join(accountRoom(identity.accountId()));
    // The session may have ended after the token was checked and before its end could reach this
    // socket.
    try {
      identify(socket);
    } catch (DomainError ended) {
      socket.disconnect(true);
    }
  }

  private static Peer peerOf(Socket socket) {
    return socket
        .get(PEER)
        .orElseThrow(() -> new IllegalStateException("the middleware gives every socket its peer"));
  }

  // ---- events

  private <T> void dispatch(Peer peer, Event packet, Declared<T> event) {
    packet.ack(answer(peer, packet, event));
  }

  private <T> JsonNode answer(Peer peer, Event packet, Declared<T> event) {
    try {
      limits.take(Limit.SOCKET_EVENT, peer.id());
      limits.take(event.limit(), subject(peer), event.throttledCode());
      T payload = read(packet, event.payload());
      Violations.check(tools.validator(), payload);
      ObjectNode answer = mapper.valueToTree(event.handler().handle(peer, payload));
      return answer.put("ok", true);
    } catch (DomainError refusal) {
      return refused(refusal);
    } catch (RuntimeException failure) {
      String incident = UUID.randomUUID().toString();
      LOG.errorf(failure, "Event %s failed, incident %s", packet.name(), incident);
      return error("internal", "Something went wrong on our side. Try again in a moment.")
          .put("incident", incident);
    }
  }

  /// People are limited as people, so that more tabs do not mean more messages; guests by
  /// connection.
  private static String subject(Peer peer) {
    return peer.identity().map(identity -> identity.accountId().toString()).orElse(peer.id());
  }

  private <T> T read(Event packet, Class<T> type) {
    JsonNode argument =
        packet.args().isEmpty() ? mapper.createObjectNode() : packet.args().getFirst();
    if (!argument.isObject()) {
      throw new MalformedEvent();
    }
    try {
      return mapper.treeToValue(argument, type);
    } catch (JsonProcessingException wrongShape) {
      throw JsonErrors.wrongField(wrongShape).orElseGet(MalformedEvent::new);
    }
  }

  private static final class MalformedEvent extends DomainError {
    MalformedEvent() {
      super(
          ErrorKind.INVALID,
          "malformed_request",
          "The event needs an object of the expected shape as its first argument.");
    }
  }

  private ObjectNode refused(DomainError refusal) {
    ObjectNode answer = error(refusal.code(), refusal.detail());
    refusal.extras().forEach((name, value) -> answer.set(name, mapper.valueToTree(value)));
    return answer;
  }

  private ObjectNode error(String code, String detail) {
    return mapper.createObjectNode().put("ok", false).put("error", code).put("detail", detail);
  }
}
