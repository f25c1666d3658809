package live.nio.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One Engine.IO session.
///
///     OPEN ──close()──▶ CLOSING (what is queued leaves) ──▶ CLOSED
///       └──── the transport ends, a rule is broken ───────────▲
///
/// The listener is told of the end when the session leaves `OPEN`; it hears nothing afterwards.
///
/// Methods may be called from any thread unless they say otherwise; what they start happens on the session's event loop.
public final class EngineSocket {
  private static final EncodedMessage PING = EncodedMessage.control("2");

  /// As many bytes as are offered to a socket before asking whether it takes more.
  private static final int WRITE_BYTES = 64 * 1024;

  /// A receiver with so much waiting gets no volatile messages.
  private static final int BUSY_BYTES = 64 * 1024;

  /// How long a message that ends its write stays alone.
  private static final long SEPARATION_NANOS = Duration.ofMillis(10).toNanos();

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  private final EngineServer server;
  private final String id;
  private final EngineHandshake handshake;
  private volatile EngineLoop loop;
  private volatile TransportName transport;
  private volatile State state = State.OPEN;

  // Confined to the event loop.
  private final DeadlineList.Entry heartbeat = new DeadlineList.Entry(this::onHeartbeatDue);
  private DeadlineList.@Nullable Entry other;
  private DeadlineList.@Nullable Entry separation;
  private boolean awaitingPong;
  private @Nullable EngineListener listener;
  private @Nullable WebSocketTransport webSocket;
  private @Nullable WebSocketTransport probe;
  private boolean probed;
  private volatile @Nullable PollRequest poll;
  private @Nullable HeldPost heldPost;
  private boolean paused;

  /// One POST is read at a time; taken on the loop its request arrived on.
  private final AtomicBoolean posting = new AtomicBoolean();

  // Guarded by this.
  private EncodedMessage @Nullable [] queue;
  private int queued;
  private int queuedBytes;

  /// On the loop's stack.
  private boolean flushing;

  /// Waits until [#onSeparated].
  private boolean separated;

  private boolean sealed;

  /// Owned by the loop's stack while the session is on it.
  @Nullable EngineSocket nextToFlush;

  private static final class PollRequest {
    final HttpServerResponse response;
    final EngineServer.ResponseHeaders headers;

    PollRequest(HttpServerResponse response, EngineServer.ResponseHeaders headers) {
      this.response = response;
      this.headers = headers;
    }
  }

  private record HeldPost(
      EnginePacket.Payload rest,
      HttpServerResponse response,
      EngineServer.ResponseHeaders headers) {}

  EngineSocket(
      EngineServer server,
      String id,
      EngineHandshake handshake,
      EngineLoop loop,
      @Nullable WebSocketTransport webSocket) {
    this.server = server;
    this.id = id;
    this.handshake = handshake;
    this.loop = loop;
    this.webSocket = webSocket;
    this.transport = webSocket == null ? TransportName.POLLING : TransportName.WEBSOCKET;
  }

  public String id() {
    return id;
  }

  public EngineHandshake handshake() {
    return handshake;
  }

  /// The transport used now.
  public TransportName transport() {
    return transport;
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  public void send(String text) {
    send(EncodedMessage.text(text));
  }

  public void send(byte[] bytes) {
    send(EncodedMessage.binary(bytes));
  }

  /// Queues a message; messages of one thread leave in its order. Does nothing when the session is
  /// over.
  ///
  /// A session that holds more than its outbound limits is closed with
  /// [CloseReason#TRANSPORT_OVERFLOW].
  public void send(EncodedMessage message) {
    boolean overflow = false;
    synchronized (this) {
      if (sealed) {
        return;
      }
      OutboundLimits limits = server.options().outbound();
      if (queued > 0
          && (queued >= limits.maxPackets()
              || (long) queuedBytes + message.length() > limits.maxBytes())) {
        overflow = true;
        sealed = true;
        clearQueue();
      } else {
        enqueue(message);
      }
    }
    if (overflow) {
      server.counters.overflows.increment();
      execute(() -> end(CloseReason.TRANSPORT_OVERFLOW, false));
    }
  }

  /// Queues a message only if the receiver could take it now; returns whether it was queued.
  public boolean sendVolatile(EncodedMessage message) {
    synchronized (this) {
      if (!sealed && isReady()) {
        enqueue(message);
        return true;
      }
    }
    server.counters.volatileDrops.increment();
    return false;
  }

  private boolean isReady() {
    if (queuedBytes > BUSY_BYTES) {
      return false;
    }
    WebSocketTransport to = webSocket;
    if (to == null || transport == TransportName.POLLING) {
      return poll != null;
    }
    return to.isWritable();
  }

  private void enqueue(EncodedMessage message) {
    EncodedMessage[] to = queue;
    if (to == null) {
      to = new EncodedMessage[4];
      queue = to;
    } else if (queued == to.length) {
      to = Arrays.copyOf(to, queued * 2);
      queue = to;
    }
    to[queued++] = message;
    queuedBytes += message.length();
    requestFlush();
  }

  private void requestFlush() {
    if (!flushing && !separated) {
      flushing = true;
      loop.push(this);
    }
  }

  private void clearQueue() {
    queue = null;
    queued = 0;
    queuedBytes = 0;
  }

  synchronized int queuedPackets() {
    return queued;
  }

  synchronized int queuedBytes() {
    return queuedBytes;
  }

  /// Ends the session once what is queued has left.
  public void close() {
    execute(() -> end(CloseReason.FORCED_CLOSE, true));
  }

  /// Ends the session for a reason found above; what is queued is dropped.
  public void close(CloseReason reason) {
    if (reason == CloseReason.PARSE_ERROR) {
      server.counters.parseErrors.increment();
    }
    execute(() -> end(reason, false));
  }

  /// Stops taking packets from the client until [#resume]; on the event loop only.
  ///
  /// A WebSocket is no longer read, a POST no longer answered. Packets of what has been read
  /// already wait here. Missing pongs are not held against a client that is not being read.
  public void pause() {
    paused = true;
    if (webSocket != null) {
      webSocket.setReading(false);
    }
  }

  /// Takes packets again, those that waited first.
  public void resume() {
    execute(() -> {
      if (!paused) {
        return;
      }
      paused = false;
      HeldPost held = heldPost;
      if (held != null) {
        heldPost = null;
        readPayload(held.rest, held.response, held.headers);
      }
      if (!paused && webSocket != null) {
        webSocket.setReading(true);
      }
    });
  }

  /// Runs a task on the event loop after a delay, unless cancelled.
  public Cancellable after(Duration delay, Runnable task) {
    DeadlineList.Entry entry = new DeadlineList.Entry(() -> execute(task));
    EngineLoop on = loop;
    onLoop(on, () -> on.deadlines(delay.toNanos()).add(entry));
    return () -> onLoop(on, entry::cancel);
  }

  private static void onLoop(EngineLoop on, Runnable task) {
    if (on.eventLoop.inEventLoop()) {
      task.run();
    } else {
      try {
        on.eventLoop.execute(task);
      } catch (RejectedExecutionException e) {
        // The loop has ended and took its deadlines along.
      }
    }
  }

  /// Runs a task on the session's event loop: at once when called there.
  public void execute(Runnable task) {
    EngineLoop on = loop;
    if (on.eventLoop.inEventLoop()) {
      task.run();
    } else {
      // Asks again there: the session may have moved on in the meantime.
      onLoop(on, () -> execute(task));
    }
  }

  // ---- opening

  void open(EngineListener to) {
    listener = to;
    heartbeatList(false).add(heartbeat);
  }

  // ---- heartbeat

  private DeadlineList heartbeatList(boolean pong) {
    EngineOptions options = server.options();
    return loop.deadlines((pong ? options.pingTimeout() : options.pingInterval()).toNanos());
  }

  private void onHeartbeatDue() {
    if (state != State.OPEN) {
      return;
    }
    if (!awaitingPong || paused) {
      // While its packets are not read, its pongs are not either; it still waits for our pings.
      send(PING);
      awaitingPong = true;
      heartbeatList(true).addBehind(heartbeat);
    } else {
      end(CloseReason.PING_TIMEOUT, false);
    }
  }

  private void onPong() {
    if (awaitingPong) {
      awaitingPong = false;
      heartbeat.cancel();
      heartbeatList(false).add(heartbeat);
    }
  }

  // ---- packets from the client

  private void onPacket(EnginePacket packet) {
    if (state != State.OPEN) {
      return;
    }
    server.counters.packetsIn.increment();
    EngineListener to = listener;
    switch (packet) {
      case EnginePacket.Message(String text) -> {
        if (to != null) {
          to.onText(this, text);
        }
      }
      case EnginePacket.Binary(byte[] bytes) -> {
        if (to != null) {
          to.onBinary(this, bytes);
        }
      }
      case EnginePacket.Pong() -> onPong();
      case EnginePacket.Close() -> end(CloseReason.TRANSPORT_CLOSE, false);
      // Since v4 only the server pings.
      case EnginePacket.Ping(String ignored) -> end(CloseReason.TRANSPORT_ERROR, false);
      case EnginePacket.Open() -> {}
      case EnginePacket.Upgrade() -> {}
      case EnginePacket.Noop() -> {}
    }
  }

  private void onMalformed() {
    server.counters.parseErrors.increment();
    end(CloseReason.PARSE_ERROR, false);
  }

  // ---- polling

  /// A GET of this session.
  void onPoll(HttpServerResponse response, EngineServer.ResponseHeaders headers) {
    if (state == State.CLOSED || transport != TransportName.POLLING) {
      server.refuse(response, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    if (awaitingPong && !paused && heartbeat.isDue()) {
      end(CloseReason.PING_TIMEOUT, false);
    } else if (poll != null) {
      end(CloseReason.TRANSPORT_ERROR, false);
    }
    if (state == State.CLOSED) {
      server.refuse(response, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    PollRequest arrived = new PollRequest(response, headers);
    response.exceptionHandler(lost -> execute(() -> onPollLost(arrived)));
    response.closeHandler(v -> execute(() -> onPollLost(arrived)));
    poll = arrived;
    if (!answerPoll()) {
      if (state == State.CLOSING) {
        answerPollWith('1');
        closed();
      } else if (probed) {
        answerPollWith('6');
      }
    }
  }

  private void onPollLost(PollRequest lost) {
    if (poll == lost) {
      poll = null;
      end(CloseReason.TRANSPORT_ERROR, false);
    }
  }

  /// Answers the pending poll with what is queued; false when there is nothing, or nobody, to
  /// answer.
  private boolean answerPoll() {
    PollRequest to = poll;
    if (to == null) {
      return false;
    }
    EncodedMessage[] batch;
    int count;
    boolean closing = state == State.CLOSING;
    synchronized (this) {
      batch = queue;
      count = queued;
      if (batch == null || count == 0) {
        return false;
      }
      clearQueue();
    }
    int length = closing ? 2 : 0;
    for (int i = 0; i < count; i++) {
      length += batch[i].polling().length + (i == 0 ? 0 : 1);
    }
    byte[] body = new byte[length];
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        body[at++] = EncodedMessage.SEPARATOR;
      }
      byte[] part = batch[i].polling();
      System.arraycopy(part, 0, body, at, part.length);
      at += part.length;
    }
    if (closing) {
      body[at] = EncodedMessage.SEPARATOR;
      body[at + 1] = '1';
    }
    poll = null;
    server.counters.packetsOut.add(count);
    server.counters.writes.increment();
    server.answer(to.response, to.headers, body);
    if (closing) {
      closed();
    }
    return true;
  }

  private void answerPollWith(char packet) {
    PollRequest to = poll;
    if (to != null) {
      poll = null;
      server.answer(to.response, to.headers, new byte[] {(byte) packet});
    }
  }

  /// Whether a POST may be read now; the caller must call [#donePosting] after.
  boolean beginPosting() {
    return posting.compareAndSet(false, true);
  }

  void donePosting() {
    posting.set(false);
  }

  /// Two POSTs at once, or one that was cut off.
  void onPostFailed() {
    execute(() -> end(CloseReason.TRANSPORT_ERROR, false));
  }

  /// The whole body of a POST.
  void onPost(Buffer body, HttpServerResponse response, EngineServer.ResponseHeaders headers) {
    if (state == State.CLOSED || transport != TransportName.POLLING) {
      donePosting();
      server.refuse(response, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    String payload;
    try {
      payload = Utf8.decode(body.getBytes());
    } catch (MalformedPacketException e) {
      donePosting();
      onMalformed();
      server.refuse(response, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    readPayload(new EnginePacket.Payload(payload), response, headers);
  }

  private void readPayload(
      EnginePacket.Payload payload,
      HttpServerResponse response,
      EngineServer.ResponseHeaders headers) {
    try {
      while (payload.hasNext()) {
        if (paused && state == State.OPEN) {
          heldPost = new HeldPost(payload, response, headers);
          return;
        }
        onPacket(payload.next());
      }
    } catch (MalformedPacketException e) {
      donePosting();
      onMalformed();
      server.refuse(response, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    donePosting();
    server.answer(response, headers, "ok".getBytes(StandardCharsets.US_ASCII));
  }

  // ---- WebSocket

  /// A frame of the session's own WebSocket.
  void onFrame(String text) {
    EnginePacket packet;
    try {
      packet = EnginePacket.fromText(text);
    } catch (MalformedPacketException e) {
      onMalformed();
      return;
    }
    onPacket(packet);
  }

  void onFrame(byte[] bytes) {
    onPacket(new EnginePacket.Binary(bytes));
  }

  void onWebSocketMalformed() {
    onMalformed();
  }

  void onWebSocketEnded(WebSocketTransport ended, CloseReason reason) {
    execute(() -> {
      if (ended == probe) {
        dropProbe();
      } else if (ended == webSocket) {
        end(reason, false);
      }
    });
  }

  void onWebSocketWritable() {
    synchronized (this) {
      if (queued > 0) {
        requestFlush();
      }
    }
  }

  // ---- upgrade: a probing WebSocket takes over

  /// A WebSocket that names this session was opened.
  void onProbing(WebSocketTransport arrived) {
    if (state != State.OPEN || probe != null || transport == TransportName.WEBSOCKET) {
      arrived.close();
      return;
    }
    probe = arrived;
    other = new DeadlineList.Entry(this::onUpgradeLate);
    loop.deadlines(server.options().upgradeTimeout().toNanos()).add(other);
  }

  private void onUpgradeLate() {
    WebSocketTransport late = probe;
    if (late != null) {
      dropProbe();
      late.close();
    }
  }

  /// `2probe` came on it.
  void onProbe(WebSocketTransport from) {
    if (probe != from || state != State.OPEN) {
      from.close();
      return;
    }
    probed = true;
    if (!answerPoll()) {
      answerPollWith('6');
    }
    from.sendProbeAnswer();
  }

  private void dropProbe() {
    probe = null;
    probed = false;
    cancelOther();
  }

  private void cancelOther() {
    if (other != null) {
      other.cancel();
      other = null;
    }
  }

  /// `5` came on it: from now on it carries the session, and its event loop is the session's home.
  void onUpgrade(WebSocketTransport from) {
    if (probe != from || !probed || state != State.OPEN) {
      from.close();
      return;
    }
    dropProbe();
    if (!answerPoll()) {
      answerPollWith('6');
    }
    boolean beating = heartbeat.isSet();
    heartbeat.cancel();
    EngineLoop left = loop;
    synchronized (this) {
      webSocket = from;
      transport = TransportName.WEBSOCKET;
      loop = from.loop();
    }
    left.release();
    server.counters.upgraded.increment();
    execute(() -> {
      if (state != State.OPEN) {
        return;
      }
      if (beating) {
        heartbeatList(awaitingPong).insert(heartbeat);
      }
      from.carry(paused);
      onWebSocketWritable();
    });
  }

  // ---- writing

  /// Writes what is queued. Called by the loop's pass.
  void flush(EngineLoop on) {
    EngineLoop home;
    boolean waiting;
    synchronized (this) {
      flushing = false;
      waiting = separated;
      home = loop;
      if (home != on && queued > 0) {
        requestFlush();
      }
    }
    if (home != on || waiting) {
      return;
    }
    WebSocketTransport to = webSocket;
    if (transport == TransportName.WEBSOCKET && to != null) {
      flushTo(to, on);
    } else {
      answerPoll();
    }
    if (state == State.CLOSING) {
      finishClosing();
    }
  }

  private void flushTo(WebSocketTransport to, EngineLoop on) {
    while (to.takesMore()) {
      EncodedMessage[] batch;
      int count = 0;
      int bytes = 0;
      boolean shared = true;
      boolean separate = false;
      synchronized (this) {
        batch = queue;
        if (batch == null || queued == 0) {
          return;
        }
        while (count < queued && (bytes == 0 || bytes + batch[count].length() <= WRITE_BYTES)) {
          EncodedMessage next = batch[count++];
          bytes += next.length();
          shared &= next.shared();
          if (next.endsWrite()) {
            separate = true;
            break;
          }
        }
        if (count == queued) {
          clearQueue();
        } else {
          queue = Arrays.copyOfRange(batch, count, Math.max(queued, count + 4));
          queued -= count;
          queuedBytes -= bytes;
        }
        separated = separate;
      }
      on.wrote(count);
      server.counters.packetsOut.add(count);
      server.counters.writes.increment();
      ByteBuf buffer = on.merged(to.allocator(), batch, count, bytes, shared);
      to.write(buffer);
      if (separate) {
        separation = new DeadlineList.Entry(this::onSeparated);
        on.deadlines(SEPARATION_NANOS).add(separation);
        return;
      }
    }
  }

  private void onSeparated() {
    separation = null;
    synchronized (this) {
      separated = false;
      if (queued > 0 || state == State.CLOSING) {
        requestFlush();
      }
    }
  }

  // ---- the end

  void endForShutdown() {
    execute(() -> end(CloseReason.SERVER_SHUTTING_DOWN, true));
  }

  /// Leaves `OPEN`.
  ///
  /// @param flush whether the client shall still get what is queued
  private void end(CloseReason reason, boolean flush) {
    if (state == State.CLOSED) {
      return;
    }
    boolean first = state == State.OPEN;
    if (first) {
      heartbeat.cancel();
      WebSocketTransport probing = probe;
      dropProbe();
      if (probing != null) {
        probing.close();
      }
    } else if (flush) {
      return;
    }
    synchronized (this) {
      sealed = true;
      if (!flush) {
        clearQueue();
      }
    }
    if (flush) {
      state = State.CLOSING;
      DeadlineList.Entry late = new DeadlineList.Entry(this::closeNow);
      other = late;
      loop.deadlines(server.options().closeTimeout().toNanos()).add(late);
    }
    if (first) {
      releaseInput();
    }
    if (flush) {
      synchronized (this) {
        requestFlush();
      }
    } else {
      answerPollWith(reason == CloseReason.TRANSPORT_CLOSE ? '6' : '1');
      closed();
    }
    EngineListener to = listener;
    listener = null;
    if (to != null) {
      to.onClose(this, reason);
    }
  }

  private void releaseInput() {
    paused = false;
    HeldPost held = heldPost;
    if (held != null) {
      heldPost = null;
      donePosting();
      server.refuse(held.response, held.headers, ProtocolError.BAD_REQUEST);
    }
  }

  private void finishClosing() {
    if (queuedPackets() > 0) {
      return;
    }
    if (transport == TransportName.WEBSOCKET) {
      closed();
    } else if (poll != null) {
      answerPollWith('1');
      closed();
    }
    // Else the next poll fetches the close packet, or the deadline passes.
  }

  private void closeNow() {
    synchronized (this) {
      clearQueue();
    }
    closed();
  }

  private void closed() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    cancelOther();
    if (separation != null) {
      separation.cancel();
    }
    WebSocketTransport to = webSocket;
    if (to != null) {
      to.close();
    } else {
      loop.release();
    }
    server.forget(this);
  }
}
