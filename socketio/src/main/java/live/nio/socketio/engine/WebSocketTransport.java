package live.nio.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One WebSocket, as a handler in front of the HTTP server's own.
///
///     CONNECTING ──▶ CARRYING a session ◀── MOVING ◀── PROBING, for a session that polls
///                          └──────▶ CLOSING: close frame sent, its answer awaited ◀┘
///
/// Frames end here. What is written goes as ready-made bytes past the server's frame encoder.
///
/// Confined to the channel's event loop, except [#isWritable].
final class WebSocketTransport extends ChannelInboundHandlerAdapter {
  private static final int NORMAL_CLOSURE = 1000;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int TOO_BIG = 1009;

  private enum State {
    CONNECTING,
    PROBING,
    MOVING,
    CARRYING,
    CLOSING,
    CLOSED
  }

  private final EngineServer server;
  private final EngineLoop loop;
  private State state = State.CONNECTING;
  private boolean reading = true;
  private @Nullable ChannelHandlerContext context;
  private @Nullable EngineSocket socket;
  private @Nullable ArrayDeque<WebSocketFrame> held;
  private @Nullable ByteBuf fragments;
  private boolean fragmentsAreText;
  private DeadlineList.@Nullable Entry closeDeadline;

  WebSocketTransport(EngineServer server, EngineLoop loop) {
    this.server = server;
    this.loop = loop;
  }

  EngineLoop loop() {
    return loop;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    loop.retain();
    server.opened(this);
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }

  /// The handshake is done and the session exists.
  void carryNew(EngineSocket opened) {
    socket = opened;
    state = State.CARRYING;
    readHeld();
  }

  /// The handshake is done; the client must probe before anything else.
  void probeFor(EngineSocket session) {
    socket = session;
    state = State.PROBING;
    session.execute(() -> session.onProbing(this));
    readHeld();
  }

  /// The session has moved to this loop.
  void carry(boolean paused) {
    if (state == State.MOVING) {
      state = State.CARRYING;
      reading = !paused;
      readHeld();
    }
  }

  void setReading(boolean read) {
    reading = read;
    if (read) {
      readHeld();
    } else {
      context().channel().config().setAutoRead(false);
    }
  }

  // ---- reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      ctx.fireChannelRead(message);
    } else if (state == State.CONNECTING || state == State.MOVING || !reading) {
      // At most what one read of the channel brought: it is not read again before these are.
      if (held == null) {
        held = new ArrayDeque<>();
      }
      held.add(frame);
      ctx.channel().config().setAutoRead(false);
    } else {
      handle(frame);
    }
  }

  private void readHeld() {
    while (held != null && reading && state != State.MOVING) {
      WebSocketFrame frame = held.poll();
      if (frame == null) {
        held = null;
      } else {
        handle(frame);
      }
    }
    if (held == null && reading && state != State.CLOSED) {
      context().channel().config().setAutoRead(true);
    }
  }

  private void handle(WebSocketFrame frame) {
    try {
      if (frame instanceof CloseWebSocketFrame) {
        onCloseFrame();
      } else if (state == State.CLOSING || state == State.CLOSED) {
        // Nothing but the answer to the close frame matters.
      } else if (frame instanceof PingWebSocketFrame) {
        ignore(context().writeAndFlush(new PongWebSocketFrame(frame.content().retain())));
      } else if (frame instanceof TextWebSocketFrame) {
        onData(frame, true);
      } else if (frame instanceof BinaryWebSocketFrame) {
        onData(frame, false);
      } else if (frame instanceof ContinuationWebSocketFrame) {
        onContinuation(frame);
      }
    } finally {
      frame.release();
    }
  }

  private void onData(WebSocketFrame frame, boolean text) {
    if (frame.isFinalFragment()) {
      onMessage(frame.content(), text);
    } else {
      fragmentsAreText = text;
      fragments = Unpooled.buffer(frame.content().readableBytes()).writeBytes(frame.content());
    }
  }

  private void onContinuation(WebSocketFrame frame) {
    ByteBuf all = fragments;
    if (all == null) {
      fail(PROTOCOL_ERROR);
    } else if ((long) all.readableBytes() + frame.content().readableBytes()
        > server.options().maxPayload()) {
      fragments = null;
      fail(TOO_BIG);
    } else {
      all.writeBytes(frame.content());
      if (frame.isFinalFragment()) {
        fragments = null;
        onMessage(all, fragmentsAreText);
      }
    }
  }

  private void onMessage(ByteBuf content, boolean text) {
    byte[] bytes = new byte[content.readableBytes()];
    content.getBytes(content.readerIndex(), bytes);
    EngineSocket to = Objects.requireNonNull(socket);
    if (state == State.CARRYING) {
      if (!text) {
        to.onFrame(bytes);
        return;
      }
      String decoded;
      try {
        decoded = Utf8.decode(bytes);
      } catch (MalformedPacketException e) {
        to.onWebSocketMalformed();
        return;
      }
      to.onFrame(decoded);
    } else if (state == State.PROBING) {
      onProbeFrame(to, text ? bytes : new byte[0]);
    }
  }

  private void onProbeFrame(EngineSocket session, byte[] bytes) {
    switch (new String(bytes, StandardCharsets.ISO_8859_1)) {
      case "2probe" -> session.execute(() -> session.onProbe(this));
      case "5" -> {
        state = State.MOVING;
        session.execute(() -> session.onUpgrade(this));
      }
      default -> close();
    }
  }

  private void onCloseFrame() {
    if (state == State.CLOSING) {
      ignore(context().close());
      return;
    }
    state = State.CLOSING;
    endSession(CloseReason.TRANSPORT_CLOSE);
    ignore(
        context()
            .writeAndFlush(new CloseWebSocketFrame(NORMAL_CLOSURE, ""))
            .addListener(sent -> ignore(context().close())));
  }

  private void fail(int status) {
    // In this order: the session, when it ends, closes its transport normally.
    close(status);
    endSession(CloseReason.TRANSPORT_ERROR);
  }

  private void endSession(CloseReason reason) {
    EngineSocket of = socket;
    socket = null;
    if (of != null) {
      of.onWebSocketEnded(this, reason);
    }
  }

  // ---- writing

  /// Whether the channel takes more bytes; from any thread.
  boolean isWritable() {
    ChannelHandlerContext ctx = context;
    return ctx != null && ctx.channel().isWritable();
  }

  /// Whether [#write] has an effect now.
  boolean takesMore() {
    return state == State.CARRYING && isWritable();
  }

  ByteBufAllocator allocator() {
    return context().alloc();
  }

  /// Writes whole frames, and releases them.
  void write(ByteBuf frames) {
    if (state == State.CARRYING) {
      ignore(context().writeAndFlush(frames, context().voidPromise()));
    } else {
      frames.release();
    }
  }

  void sendProbeAnswer() {
    ignore(context().writeAndFlush(new TextWebSocketFrame("3probe")));
  }

  // ---- the end

  /// Starts the close handshake; from any thread.
  void close() {
    if (loop.eventLoop.inEventLoop()) {
      close(NORMAL_CLOSURE);
    } else {
      loop.eventLoop.execute(() -> close(NORMAL_CLOSURE));
    }
  }

  private void close(int status) {
    if (state == State.CLOSING || state == State.CLOSED) {
      return;
    }
    state = State.CLOSING;
    ignore(context().writeAndFlush(new CloseWebSocketFrame(status, "")));
    closeDeadline = new DeadlineList.Entry(() -> ignore(context().close()));
    loop.deadlines(server.options().closeTimeout().toNanos()).add(closeDeadline);
    reading = true;
    readHeld();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    EngineSocket of = socket;
    if (of != null && ctx.channel().isWritable()) {
      of.onWebSocketWritable();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException violation) {
      // The decoder takes no more frames and drops what else arrives.
      fail(violation.closeStatus().code());
    } else {
      // A connection that broke.
      endSession(CloseReason.TRANSPORT_ERROR);
      ignore(ctx.close());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    ended();
  }

  private void ended() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    if (closeDeadline != null) {
      closeDeadline.cancel();
    }
    fragments = null;
    while (held != null) {
      ReferenceCountUtil.release(held.poll());
      if (held.isEmpty()) {
        held = null;
      }
    }
    endSession(CloseReason.TRANSPORT_CLOSE);
    loop.release();
    server.closed(this);
  }

  /// A failed write or close shows as the end of the channel.
  @SuppressWarnings("UnusedVariable")
  private static void ignore(Object future) {}
}
