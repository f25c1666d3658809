package live.nio.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import live.nio.socketio.engine.CloseReason;
import live.nio.socketio.engine.EncodedMessage;
import live.nio.socketio.protocol.Packet;
import live.nio.socketio.protocol.PacketEncoder;
import org.jspecify.annotations.Nullable;

/// A namespace's sockets and rooms.
///
/// One lock guards both, and is held while a broadcast is put into the queues of its receivers. So
/// all sockets get broadcasts in the same order: a client that comes back with the last offset it
/// saw has missed exactly what follows, and members of a room have equal queues, which are then
/// written from one buffer. Putting a message into a queue takes well under a microsecond. Event
/// loops never wait for the lock.
final class NamespaceImpl implements Namespace {
  private static final SocketImpl[] NONE = {};

  private final SocketIoServer server;
  private final String name;
  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final List<Consumer<Socket>> connectionHandlers = new CopyOnWriteArrayList<>();
  private final AtomicLong ackIds = new AtomicLong();
  private final AtomicInteger connecting = new AtomicInteger();

  /// By id; written under the lock.
  private final Map<String, SocketImpl> sockets = new ConcurrentHashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Room> rooms = new HashMap<>();
  private final Map<String, SocketImpl> byPid = new HashMap<>();
  private final @Nullable RecoveryLog log;
  private SocketImpl @Nullable [] everybody;

  /// Members of a room, with a copy for broadcasts.
  private static final class Room {
    final Set<SocketImpl> members = new LinkedHashSet<>(4);
    private SocketImpl @Nullable [] snapshot;

    SocketImpl[] snapshot() {
      if (snapshot == null) {
        snapshot = members.toArray(NONE);
      }
      return snapshot;
    }

    void changed() {
      snapshot = null;
    }
  }

  NamespaceImpl(SocketIoServer server, String name) {
    this.server = server;
    this.name = name;
    Recovery recovery = server.options().recovery();
    this.log =
        recovery.enabled() ? new RecoveryLog(recovery, server.newId().substring(0, 6) + "-") : null;
  }

  SocketIoServer server() {
    return server;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Namespace use(Middleware middleware) {
    middlewares.add(middleware);
    return this;
  }

  @Override
  public Namespace onConnection(Consumer<Socket> handler) {
    connectionHandlers.add(handler);
    return this;
  }

  long nextAckId() {
    return ackIds.incrementAndGet();
  }

  void onError(
      ErrorListener.Source source, SocketImpl socket, @Nullable String event, Throwable error) {
    server.counters.handlerErrors.increment();
    server.options().errorListener().onError(source, name, socket.id(), event, error);
  }

  // ---- coming and going

  void onBegin(SocketImpl socket) {
    connecting.incrementAndGet();
  }

  /// Lets a client in, or not. In the socket's mailbox.
  void admit(SocketImpl socket) {
    try {
      tryRecovery(socket);
      for (Middleware middleware : middlewares) {
        middleware.handle(socket);
      }
    } catch (ConnectionRefusedException e) {
      refuse(socket, e.text(), e.data());
      return;
    } catch (Throwable e) {
      onError(ErrorListener.Source.MIDDLEWARE, socket, null, e);
      refuse(socket, "Internal error", null);
      return;
    }
    if (!enter(socket)) {
      return;
    }
    socket.connection().onConnected();
    for (Consumer<Socket> handler : connectionHandlers) {
      try {
        handler.accept(socket);
      } catch (Throwable e) {
        onError(ErrorListener.Source.CONNECTION_HANDLER, socket, null, e);
      }
    }
  }

  private void refuse(SocketImpl socket, String message, @Nullable Object data) {
    server.counters.refusedConnections.increment();
    socket.connection().forget(socket, false);
    socket.send(server.encoder().connectError(name, message, data));
    socket.end(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
  }

  private boolean enter(SocketImpl socket) {
    lock.lock();
    try {
      if (socket.state() != SocketImpl.State.CONNECTING || socket.isEnding()) {
        return false;
      }
      List<EncodedMessage> missed = missed(socket);
      if (missed == null) {
        // So much was sent while the middlewares ran that not even the fresh packets are kept any
        // more.
        socket.connection().close(DisconnectReason.FORCED_SERVER_CLOSE);
        return false;
      }
      if (log != null) {
        if (socket.pid == null) {
          socket.pid = server.newId();
        }
        byPid.put(socket.pid, socket);
        socket.connectedAt = log.lastSequence();
      }
      sockets.put(socket.id(), socket);
      everybody = null;
      Set<String> joined = socket.rooms;
      socket.rooms = null;
      if (joined != null) {
        joined.forEach(room -> enterRoom(socket, room));
      }
      connecting.decrementAndGet();
      socket.state(SocketImpl.State.ENTERING);
      socket.send(server.encoder().connect(name, socket.id(), socket.pid).endingTheWrite());
      missed.forEach(socket::send);
      socket.state(SocketImpl.State.CONNECTED);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Takes an ended, or ending, socket out; returns whether it had been connected.
  boolean remove(SocketImpl socket, DisconnectReason reason) {
    lock.lock();
    try {
      SocketImpl.State before = socket.state();
      socket.state(SocketImpl.State.ENDED);
      if (before == SocketImpl.State.CONNECTING) {
        connecting.decrementAndGet();
        socket.rooms = null;
        return false;
      }
      if (before == SocketImpl.State.ENDED) {
        return false;
      }
      sockets.remove(socket.id(), socket);
      everybody = null;
      Set<String> left = socket.rooms == null ? Set.of() : Set.copyOf(socket.rooms);
      left.forEach(room -> leaveRoom(socket, room));
      String pid = socket.pid;
      if (log != null && pid != null) {
        byPid.remove(pid, socket);
        if (reason.recoverable() && !server.isClosing()) {
          long now = server.clock().millis();
          log.keep(
              new RecoveryLog.EndedSocket(
                  socket.id(), pid, left, socket.attributes(), socket.connectedAt, now));
          server.requestPruning();
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // ---- recovery

  private void tryRecovery(SocketImpl socket) {
    JsonNode pid = socket.handshake().auth("pid");
    JsonNode offset = socket.handshake().auth("offset");
    if (log == null || !pid.isTextual()) {
      return;
    }
    SocketImpl lingering;
    lock.lock();
    try {
      lingering = byPid.get(pid.asText());
    } finally {
      lock.unlock();
    }
    if (lingering != null) {
      // The client noticed the cut before this side did.
      lingering.endNow(DisconnectReason.TRANSPORT_CLOSE);
      lingering.connection().engine().close(CloseReason.TRANSPORT_CLOSE);
    }
    lock.lock();
    try {
      RecoveryLog.Claim claim =
          log.claim(
              pid.asText(), offset.isTextual() ? offset.asText() : null, server.clock().millis());
      if (claim != null) {
        socket.restore(claim);
        socket.rooms = new HashSet<>(claim.socket().rooms());
        server.counters.recovered.increment();
      }
    } finally {
      lock.unlock();
    }
  }

  /// What a recovered socket must get first; null when that is no longer known.
  private @Nullable List<EncodedMessage> missed(SocketImpl socket) {
    RecoveryLog.Claim claim = socket.claim;
    if (claim == null || log == null) {
      return List.of();
    }
    if (log.hasGapAfter(claim.until())) {
      return null;
    }
    List<EncodedMessage> all = new ArrayList<>(claim.missed());
    Set<String> in = claim.socket().rooms();
    all.addAll(log.since(claim.until(), room -> in.contains(room) || room.equals(socket.id())));
    return all;
  }

  /// Forgets what is too old to be recovered; returns whether something is left.
  boolean prune(long nowMs) {
    if (log == null) {
      return false;
    }
    lock.lock();
    try {
      log.prune(nowMs);
      return !log.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  // ---- sending

  /// Sends an event to one socket.
  void emitTo(SocketImpl socket, boolean onlyIfReady, PacketEncoder.Args args) {
    if (!socket.connected()) {
      return;
    }
    server.counters.encodings.increment();
    if (log == null) {
      EncodedMessage message = server.encoder().event(name, Packet.NO_ID, args, null, false);
      if (onlyIfReady) {
        socket.sendVolatile(message);
      } else {
        socket.send(message);
      }
      return;
    }
    ClusterMessage.Target target = new ClusterMessage.Target(Set.of(socket.id()), Set.of());
    lock.lock();
    try {
      if (socket.state() == SocketImpl.State.CONNECTED) {
        deliver(new SocketImpl[] {socket}, 1, target, onlyIfReady, args, false);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Sends an event to the sockets of this node.
  void emit(ClusterMessage.Target target, boolean onlyIfReady, PacketEncoder.Args args) {
    server.counters.encodings.increment();
    lock.lock();
    try {
      SocketImpl[] receivers = select(target);
      deliver(receivers, receivers.length, target, onlyIfReady, args, true);
    } finally {
      lock.unlock();
    }
  }

  private void deliver(
      SocketImpl[] receivers,
      int count,
      ClusterMessage.Target target,
      boolean onlyIfReady,
      PacketEncoder.Args args,
      boolean shared) {
    String offset = null;
    if (log != null) {
      // A volatile event is not kept, but carries the last offset all the same: a client takes any
      // text at the end for one.
      offset = onlyIfReady ? log.lastOffset() : log.nextOffset();
    }
    EncodedMessage message = server.encoder().event(name, Packet.NO_ID, args, offset, shared);
    if (log != null && !onlyIfReady) {
      log.store(message, target, server.clock().millis());
      server.requestPruning();
    }
    for (int i = 0; i < count; i++) {
      if (onlyIfReady) {
        receivers[i].sendVolatile(message);
      } else {
        receivers[i].send(message);
      }
    }
  }

  CompletableFuture<Map<String, List<JsonNode>>> emitWithAck(
      ClusterMessage.Target target, Duration timeout, PacketEncoder.Args args) {
    server.counters.encodings.increment();
    long ackId = nextAckId();
    EncodedMessage message = server.encoder().event(name, ackId, args, null, true);
    Map<String, List<JsonNode>> answers = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> pending = new ArrayList<>();
    lock.lock();
    try {
      for (SocketImpl socket : select(target)) {
        CompletableFuture<List<JsonNode>> answer = socket.expectAck(ackId, timeout);
        pending.add(
            answer.handle(
                (values, error) -> values == null ? null : answers.put(socket.id(), values)));
        socket.send(message);
      }
    } finally {
      lock.unlock();
    }
    return CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> Map.copyOf(answers));
  }

  /// The sockets a target means; under the lock, and not to be changed.
  private SocketImpl[] select(ClusterMessage.Target target) {
    Set<String> in = target.rooms();
    if (target.except().isEmpty() && in.size() <= 1) {
      return in.isEmpty() ? everybody() : members(in.iterator().next());
    }
    Set<SocketImpl> chosen = new LinkedHashSet<>();
    if (in.isEmpty()) {
      chosen.addAll(List.of(everybody()));
    }
    for (String room : in) {
      chosen.addAll(List.of(members(room)));
    }
    for (String room : target.except()) {
      for (SocketImpl member : members(room)) {
        chosen.remove(member);
      }
    }
    return chosen.toArray(NONE);
  }

  private SocketImpl[] everybody() {
    if (everybody == null) {
      everybody = sockets.values().toArray(NONE);
    }
    return everybody;
  }

  private SocketImpl[] members(String room) {
    Room of = rooms.get(room);
    SocketImpl single = sockets.get(room);
    if (of == null) {
      return single == null ? NONE : new SocketImpl[] {single};
    }
    return of.snapshot();
  }

  // ---- rooms

  void join(SocketImpl socket, String... names) {
    lock.lock();
    try {
      for (String room : names) {
        if (socket.state() == SocketImpl.State.CONNECTING) {
          if (socket.rooms == null) {
            socket.rooms = new HashSet<>(4);
          }
          socket.rooms.add(room);
        } else if (socket.state() == SocketImpl.State.CONNECTED) {
          enterRoom(socket, room);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void leave(SocketImpl socket, String room) {
    lock.lock();
    try {
      if (socket.state() == SocketImpl.State.CONNECTING && socket.rooms != null) {
        socket.rooms.remove(room);
      } else {
        leaveRoom(socket, room);
      }
    } finally {
      lock.unlock();
    }
  }

  Set<String> roomsOf(SocketImpl socket) {
    lock.lock();
    try {
      Set<String> all = new HashSet<>();
      if (socket.state() != SocketImpl.State.ENDED) {
        all.add(socket.id());
      }
      if (socket.rooms != null) {
        all.addAll(socket.rooms);
      }
      return Set.copyOf(all);
    } finally {
      lock.unlock();
    }
  }

  private void enterRoom(SocketImpl socket, String name) {
    if (name.equals(socket.id())) {
      return;
    }
    Room room = rooms.computeIfAbsent(name, n -> new Room());
    if (room.members.add(socket)) {
      room.changed();
      if (socket.rooms == null) {
        socket.rooms = new HashSet<>(4);
      }
      socket.rooms.add(name);
    }
  }

  private void leaveRoom(SocketImpl socket, String name) {
    Room room = rooms.get(name);
    if (room == null || !room.members.remove(socket)) {
      return;
    }
    room.changed();
    if (room.members.isEmpty()) {
      rooms.remove(name);
    }
    if (socket.rooms != null) {
      socket.rooms.remove(name);
      if (socket.rooms.isEmpty()) {
        socket.rooms = null;
      }
    }
  }

  // ---- broadcasts

  /// Does to the sockets of this node what another node did to its own.
  void apply(ClusterMessage message) {
    ClusterMessage.Target target = message.target();
    switch (message) {
      case ClusterMessage.Emit emit ->
          emit(
              target, emit.volatileOnly(), new PacketEncoder.Args(emit.json(), emit.attachments()));
      case ClusterMessage.Join join ->
          forEach(target, socket -> join.rooms().forEach(room -> enterRoom(socket, room)));
      case ClusterMessage.Leave leave ->
          forEach(target, socket -> leave.rooms().forEach(room -> leaveRoom(socket, room)));
      case ClusterMessage.Disconnect disconnect ->
          forEach(target, socket -> socket.disconnect(disconnect.closeTransport()));
    }
  }

  private void forEach(ClusterMessage.Target target, Consumer<SocketImpl> action) {
    lock.lock();
    try {
      for (SocketImpl socket : select(target)) {
        action.accept(socket);
      }
    } finally {
      lock.unlock();
    }
  }

  Collection<Socket> chosen(ClusterMessage.Target target) {
    lock.lock();
    try {
      return List.of(select(target));
    } finally {
      lock.unlock();
    }
  }

  private BroadcastImpl all() {
    return new BroadcastImpl(this, new ClusterMessage.Target(Set.of(), Set.of()), false, false);
  }

  @Override
  public Broadcast to(String... names) {
    return all().to(names);
  }

  @Override
  public Broadcast except(String... names) {
    return all().except(names);
  }

  @Override
  public Broadcast volatileOnly() {
    return all().volatileOnly();
  }

  @Override
  public Broadcast localOnly() {
    return all().localOnly();
  }

  @Override
  public void emit(String event, @Nullable Object... args) {
    all().emit(event, args);
  }

  @Override
  public void disconnectSockets(boolean closeTransport) {
    all().disconnectSockets(closeTransport);
  }

  // ---- looking

  @Override
  public Optional<Socket> socket(String id) {
    return Optional.ofNullable(sockets.get(id));
  }

  @Override
  public Collection<Socket> sockets() {
    return List.copyOf(sockets.values());
  }

  @Override
  public Collection<Socket> socketsIn(String room) {
    return to(room).sockets();
  }

  int socketCount() {
    return sockets.size() + connecting.get();
  }

  int roomCount() {
    return count(l -> rooms.size());
  }

  int recoverableCount() {
    return count(l -> l == null ? 0 : l.sockets());
  }

  int storedCount() {
    return count(l -> l == null ? 0 : l.packets());
  }

  private interface Count {
    int of(@Nullable RecoveryLog log);
  }

  private int count(Count what) {
    lock.lock();
    try {
      return what.of(log);
    } finally {
      lock.unlock();
    }
  }
}
