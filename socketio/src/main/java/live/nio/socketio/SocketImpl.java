package live.nio.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import live.nio.socketio.engine.Cancellable;
import live.nio.socketio.engine.EncodedMessage;
import live.nio.socketio.protocol.Packet;
import live.nio.socketio.protocol.PacketEncoder;
import org.jspecify.annotations.Nullable;

/// A socket from its CONNECT packet to its end.
///
///     CONNECTING ──let in──▶ ENTERING ─▶ CONNECTED ──▶ ENDED
///          └─────────────refused, or cut────────────────▲
///
/// State changes are made under the namespace's lock; handlers run in the mailbox.
final class SocketImpl implements Socket {
  enum State {
    CONNECTING,
    /// The answer is on its way: the client may send, nobody else yet.
    ENTERING,
    CONNECTED,
    ENDED
  }

  private final NamespaceImpl namespace;
  private final Connection connection;
  private final Handshake handshake;
  private final Mailbox mailbox;
  private volatile String id;
  private volatile State state = State.CONNECTING;

  // Guarded by the namespace's lock.
  @Nullable Set<String> rooms;
  @Nullable String pid;
  RecoveryLog.@Nullable Claim claim;
  long connectedAt;

  // Guarded by this.
  private @Nullable Map<AttributeKey<?>, Object> attributes;
  private @Nullable Map<String, List<EventHandler>> handlers;
  private @Nullable List<Consumer<DisconnectReason>> disconnectHandlers;
  private @Nullable DisconnectReason reported;
  private @Nullable Map<Long, PendingAck> pendingAcks;
  private boolean acksOver;

  private volatile List<EventHandler> anyHandlers = List.of();
  private volatile @Nullable EventHandler unhandled;
  private volatile @Nullable DisconnectReason reason;

  /// Whether the mailbox was reported full; guarded by the mailbox's monitor.
  private boolean full;

  private record PendingAck(CompletableFuture<List<JsonNode>> answer, Cancellable timeout) {}

  SocketImpl(NamespaceImpl namespace, Connection connection, Handshake handshake) {
    this.namespace = namespace;
    this.connection = connection;
    this.handshake = handshake;
    this.mailbox = new Mailbox(server());
    this.id = server().newId();
  }

  private SocketIoServer server() {
    return namespace.server();
  }

  // ---- life

  void begin() {
    namespace.onBegin(this);
    mailbox.add(() -> namespace.admit(this));
  }

  Connection connection() {
    return connection;
  }

  State state() {
    return state;
  }

  /// Whether the client may send events.
  boolean listens() {
    return (state == State.ENTERING || state == State.CONNECTED) && reason == null;
  }

  boolean isEnding() {
    return reason != null;
  }

  void state(State next) {
    state = next;
  }

  /// Continues a socket that was cut.
  void restore(RecoveryLog.Claim restored) {
    claim = restored;
    id = restored.socket().id();
    pid = restored.socket().pid();
    synchronized (this) {
      attributes = new HashMap<>(restored.socket().attributes());
    }
  }

  synchronized Map<AttributeKey<?>, Object> attributes() {
    return attributes == null ? Map.of() : Map.copyOf(attributes);
  }

  /// Ends the socket; the connection has let go of it already. From any thread, also an event loop.
  void end(DisconnectReason why) {
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = why;
    }
    // Taking the namespace's lock may mean waiting for a broadcast: not on an event loop.
    server().startVirtualThread(() -> endNow(why));
  }

  /// Ends the socket and returns when it is out of the namespace. Not on an event loop.
  void endNow(DisconnectReason why) {
    synchronized (this) {
      if (reason == null) {
        reason = why;
      }
    }
    boolean wasConnected = namespace.remove(this, why);
    failAcks();
    if (wasConnected) {
      mailbox.add(() -> reportEnd(why));
    } else {
      server().completeIfQuiet();
    }
  }

  private void reportEnd(DisconnectReason why) {
    List<Consumer<DisconnectReason>> to;
    synchronized (this) {
      reported = why;
      to = disconnectHandlers == null ? List.of() : disconnectHandlers;
      disconnectHandlers = null;
      handlers = null;
    }
    to.forEach(handler -> report(handler, why));
  }

  private void report(Consumer<DisconnectReason> handler, DisconnectReason why) {
    try {
      handler.accept(why);
    } catch (Throwable e) {
      namespace.onError(ErrorListener.Source.DISCONNECT_HANDLER, this, null, e);
    }
  }

  @Override
  public void onDisconnect(Consumer<DisconnectReason> handler) {
    DisconnectReason over;
    synchronized (this) {
      over = reported;
      if (over == null) {
        if (disconnectHandlers == null) {
          disconnectHandlers = new ArrayList<>(1);
        }
        disconnectHandlers.add(handler);
      }
    }
    if (over != null) {
      report(handler, over);
    }
  }

  @Override
  public void disconnect(boolean closeTransport) {
    if (state != State.ENDED && reason == null) {
      boolean wasConnected = state == State.CONNECTED;
      connection.forget(this, wasConnected);
      if (wasConnected) {
        send(server().encoder().disconnect(namespace.name()));
      }
      end(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    }
    if (closeTransport) {
      connection.disconnectAll();
    }
  }

  // ---- events from the client

  void onEvent(Packet.Event packet) {
    server().counters.eventsIn.increment();
    int waiting = mailbox.add(() -> dispatch(packet));
    if (waiting > server().options().maxInboundEvents()) {
      reportFull(true);
    }
  }

  private void reportFull(boolean now) {
    synchronized (mailbox) {
      if (full == now || (!now && mailbox.size() > server().options().maxInboundEvents() / 2)) {
        return;
      }
      full = now;
    }
    connection.onMailboxFull(now);
  }

  private void dispatch(Packet.Event packet) {
    if (full) {
      reportFull(false);
    }
    DisconnectReason over = reason;
    if (over == DisconnectReason.SERVER_NAMESPACE_DISCONNECT
        || over == DisconnectReason.FORCED_SERVER_CLOSE) {
      return;
    }
    EventImpl event = new EventImpl(packet);
    List<EventHandler> of;
    synchronized (this) {
      of = handlers == null ? null : handlers.get(event.name());
    }
    for (EventHandler handler : anyHandlers) {
      call(handler, event);
    }
    if (of != null) {
      for (EventHandler handler : of) {
        call(handler, event);
      }
    } else if (anyHandlers.isEmpty() || unhandled != null) {
      server().counters.unhandledEvents.increment();
      EventHandler handler = unhandled;
      if (handler != null) {
        call(handler, event);
      }
    }
  }

  private void call(EventHandler handler, EventImpl event) {
    try {
      handler.handle(event);
    } catch (Throwable e) {
      namespace.onError(ErrorListener.Source.EVENT_HANDLER, this, event.name(), e);
    }
  }

  private final class EventImpl implements Event {
    private final long ackId;
    private final String name;
    private final List<JsonNode> args;
    private final AtomicBoolean answered = new AtomicBoolean();

    EventImpl(Packet.Event packet) {
      this.ackId = packet.id();
      ArrayNode all = packet.args();
      this.name = all.get(0).asText();
      List<JsonNode> rest = new ArrayList<>(all.size() - 1);
      for (int i = 1; i < all.size(); i++) {
        rest.add(all.get(i));
      }
      this.args = List.copyOf(rest);
    }

    @Override
    public Socket socket() {
      return SocketImpl.this;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<JsonNode> args() {
      return args;
    }

    @Override
    public boolean wantsAck() {
      return ackId != Packet.NO_ID;
    }

    @Override
    public void ack(@Nullable Object... values) {
      if (wantsAck() && connected() && answered.compareAndSet(false, true)) {
        PacketEncoder encoder = server().encoder();
        server().counters.encodings.increment();
        send(encoder.ack(namespace.name(), ackId, encoder.args(null, values)));
      }
    }
  }

  @Override
  public void on(String event, EventHandler handler) {
    synchronized (this) {
      if (reported != null) {
        return;
      }
      if (handlers == null) {
        handlers = new HashMap<>(8);
      }
      handlers.merge(event, List.of(handler), SocketImpl::concat);
    }
  }

  private static List<EventHandler> concat(List<EventHandler> a, List<EventHandler> b) {
    List<EventHandler> all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }

  @Override
  public synchronized void onAny(EventHandler handler) {
    anyHandlers = concat(anyHandlers, List.of(handler));
  }

  @Override
  public void onUnhandled(EventHandler handler) {
    unhandled = handler;
  }

  // ---- acknowledgements from the client

  void onAck(Packet.Ack packet) {
    PendingAck pending = takeAck(packet.id());
    if (pending != null) {
      pending.timeout.cancel();
      List<JsonNode> args = new ArrayList<>(packet.args().size());
      packet.args().forEach(args::add);
      server().startVirtualThread(() -> pending.answer.complete(List.copyOf(args)));
    }
  }

  private @Nullable PendingAck takeAck(long ackId) {
    PendingAck pending;
    synchronized (this) {
      pending = pendingAcks == null ? null : pendingAcks.remove(ackId);
    }
    if (pending != null) {
      server().counters.pendingAcks.decrementAndGet();
    }
    return pending;
  }

  /// Expects an acknowledgement; fails at once when the socket is over or owes too many.
  CompletableFuture<List<JsonNode>> expectAck(long ackId, Duration timeout) {
    CompletableFuture<List<JsonNode>> answer = new CompletableFuture<>();
    synchronized (this) {
      if (acksOver) {
        return CompletableFuture.failedFuture(new SocketDisconnectedException());
      }
      if (pendingAcks == null) {
        pendingAcks = new ConcurrentHashMap<>(4);
      }
      if (pendingAcks.size() >= server().options().maxPendingAcks()) {
        return CompletableFuture.failedFuture(
            new RejectedExecutionException("too many pending acknowledgements"));
      }
      Cancellable late = connection.engine().after(timeout, () -> onAckLate(ackId));
      pendingAcks.put(ackId, new PendingAck(answer, late));
      server().counters.pendingAcks.incrementAndGet();
    }
    return answer;
  }

  private void onAckLate(long ackId) {
    PendingAck pending = takeAck(ackId);
    if (pending != null) {
      server()
          .startVirtualThread(() ->
              pending.answer.completeExceptionally(new TimeoutException("no acknowledgement")));
    }
  }

  private void failAcks() {
    List<PendingAck> all;
    synchronized (this) {
      acksOver = true;
      all = pendingAcks == null ? List.of() : List.copyOf(pendingAcks.values());
      pendingAcks = null;
    }
    server().counters.pendingAcks.addAndGet(-all.size());
    for (PendingAck pending : all) {
      pending.timeout.cancel();
      pending.answer.completeExceptionally(new SocketDisconnectedException());
    }
  }

  @Override
  public CompletableFuture<List<JsonNode>> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    PacketEncoder encoder = server().encoder();
    PacketEncoder.Args encoded = encoder.args(event, args);
    server().counters.encodings.increment();
    long ackId = namespace.nextAckId();
    if (!connected()) {
      return CompletableFuture.failedFuture(new SocketDisconnectedException());
    }
    CompletableFuture<List<JsonNode>> answer = expectAck(ackId, timeout);
    if (!answer.isDone()) {
      send(encoder.event(namespace.name(), ackId, encoded, null, false));
    }
    return answer;
  }

  @Override
  public CompletableFuture<List<JsonNode>> emitWithAck(String event, @Nullable Object... args) {
    return emitWithAck(server().options().ackTimeout(), event, args);
  }

  // ---- events to the client

  void send(EncodedMessage message) {
    connection.engine().send(message);
  }

  void sendVolatile(EncodedMessage message) {
    connection.engine().sendVolatile(message);
  }

  @Override
  public void emit(String event, @Nullable Object... args) {
    namespace.emitTo(this, false, server().encoder().args(event, args));
  }

  @Override
  public void emitVolatile(String event, @Nullable Object... args) {
    namespace.emitTo(this, true, server().encoder().args(event, args));
  }

  // ---- rooms

  @Override
  public void join(String... names) {
    namespace.join(this, names);
  }

  @Override
  public void leave(String room) {
    namespace.leave(this, room);
  }

  @Override
  public Set<String> rooms() {
    return namespace.roomsOf(this);
  }

  @Override
  public Broadcast to(String... names) {
    return namespace.to(names).except(id);
  }

  @Override
  public Broadcast broadcast() {
    return namespace.except(id);
  }

  // ---- the rest

  @Override
  public String id() {
    return id;
  }

  @Override
  public NamespaceImpl namespace() {
    return namespace;
  }

  @Override
  public Handshake handshake() {
    return handshake;
  }

  @Override
  public boolean recovered() {
    return claim != null;
  }

  @Override
  public boolean connected() {
    return state == State.CONNECTED && reason == null;
  }

  @Override
  public synchronized <T> void set(AttributeKey<T> key, T value) {
    if (attributes == null) {
      attributes = new HashMap<>(4);
    }
    attributes.put(key, value);
  }

  @Override
  public synchronized <T> Optional<T> get(AttributeKey<T> key) {
    Object value = attributes == null ? null : attributes.get(key);
    return value == null ? Optional.empty() : Optional.of(key.cast(value));
  }

  @Override
  public String toString() {
    return "Socket[" + namespace.name() + " " + id + "]";
  }
}
