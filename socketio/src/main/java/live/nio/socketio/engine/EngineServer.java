package live.nio.socketio.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An Engine.IO v4 server: takes the HTTP requests below its path, polling and WebSocket, and keeps
/// the sessions.
///
/// It opens no port; give its [#handle] the requests of any Vert.x HTTP server or router. Requests
/// may arrive paused, but must not have been read. WebSockets need HTTP/1.1.
public final class EngineServer implements AutoCloseable {
  private static final String SERVED_BY = "nio-engine";

  private final EngineOptions options;
  private final Function<EngineSocket, EngineListener> listeners;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, EngineSocket> sessions = new ConcurrentHashMap<>();
  private final Map<EventLoop, EngineLoop> loops = new ConcurrentHashMap<>();
  private final AtomicInteger webSockets = new AtomicInteger();
  private final Promise<Void> quiet = Promise.promise();
  private final RecentTexts recentTexts = new RecentTexts();
  private final WebSocketDecoderConfig decoderConfig;
  private volatile boolean closing;
  final EngineCounters counters = new EngineCounters();

  /// Makes a server that waits for requests.
  ///
  /// @param listeners called on the event loop for every new session, returns who shall hear of its
  ///   packets
  public EngineServer(
      EngineOptions options, Clock clock, Function<EngineSocket, EngineListener> listeners) {
    this.options = options;
    this.clock = clock;
    this.listeners = listeners;
    this.decoderConfig =
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .maxFramePayloadLength(options.maxPayload())
            .closeOnProtocolViolation(false)
            .build();
  }

  public EngineOptions options() {
    return options;
  }

  public EngineStats stats() {
    long packets = 0;
    long bytes = 0;
    for (EngineSocket socket : sessions.values()) {
      packets += socket.queuedPackets();
      bytes += socket.queuedBytes();
    }
    return new EngineStats(
        sessions.size(),
        webSockets.get(),
        loops.size(),
        packets,
        bytes,
        counters.opened.sum(),
        counters.refused.sum(),
        counters.upgraded.sum(),
        counters.packetsIn.sum(),
        counters.packetsOut.sum(),
        counters.writes.sum(),
        counters.merges.sum(),
        counters.volatileDrops.sum(),
        counters.overflows.sum(),
        counters.parseErrors.sum());
  }

  /// Refuses new sessions, ends all others once what is queued for them has left, and completes
  /// when nothing is left.
  public Future<Void> shutdown() {
    closing = true;
    sessions.values().forEach(EngineSocket::endForShutdown);
    completeIfQuiet();
    return quiet.future();
  }

  /// Starts [#shutdown] and does not wait for it.
  @Override
  public void close() {
    var _ = shutdown();
  }

  /// Whether a [#shutdown] has completed.
  public boolean isQuiet() {
    return quiet.future().isComplete();
  }

  // ---- requests

  /// Serves a request whose path begins with the configured one; others are answered 404.
  public void handle(HttpServerRequest request) {
    EventLoop eventLoop = channel(request).eventLoop();
    if (eventLoop.inEventLoop()) {
      serve(request, eventLoop);
    } else {
      request.pause();
      eventLoop.execute(() -> serve(request, eventLoop));
    }
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  private void serve(HttpServerRequest request, EventLoop eventLoop) {
    String path = request.path();
    if (path == null || !(path + "/").startsWith(options.path())) {
      request.resume();
      request.response().setStatusCode(404).end();
      return;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    ResponseHeaders headers = new ResponseHeaders(origin, originIsAllowed(request, origin));
    if (request.method().equals(HttpMethod.OPTIONS)) {
      request.resume();
      answerPreflight(request, headers);
      return;
    }
    TransportName transport;
    String version;
    String sid;
    try {
      transport = TransportName.of(request.getParam("transport"));
      version = request.getParam("EIO");
      sid = request.getParam("sid");
    } catch (IllegalArgumentException e) {
      refuse(request, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    boolean upgrade = isWebSocketUpgrade(request);
    if (transport == null || !options.transports().contains(transport)) {
      refuse(request, headers, ProtocolError.UNKNOWN_TRANSPORT);
    } else if (!"4".equals(version)) {
      refuse(request, headers, ProtocolError.UNSUPPORTED_VERSION);
    } else if (!headers.allowed) {
      refuse(request, headers, ProtocolError.FORBIDDEN);
    } else if (upgrade != (transport == TransportName.WEBSOCKET)) {
      refuse(request, headers, ProtocolError.BAD_REQUEST);
    } else if (sid == null) {
      openSession(request, headers, eventLoop, transport);
    } else {
      EngineSocket session = sessions.get(sid);
      if (session == null) {
        refuse(request, headers, ProtocolError.UNKNOWN_SID);
      } else if (upgrade) {
        acceptWebSocket(request, headers, eventLoop, webSocket -> webSocket.probeFor(session));
      } else if (session.transport() != TransportName.POLLING) {
        refuse(request, headers, ProtocolError.BAD_REQUEST);
      } else if (request.method().equals(HttpMethod.GET)) {
        request.resume();
        HttpServerResponse response = request.response();
        session.execute(() -> session.onPoll(response, headers));
      } else if (request.method().equals(HttpMethod.POST)) {
        readPost(request, headers, session);
      } else {
        refuse(request, headers, ProtocolError.BAD_HANDSHAKE_METHOD);
      }
    }
  }

  private static boolean isWebSocketUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE, "websocket", true);
  }

  private boolean originIsAllowed(HttpServerRequest request, @Nullable String origin) {
    if (origin == null || options.cors().any()) {
      return true;
    }
    int scheme = origin.indexOf("://");
    String host = request.getHeader(HttpHeaders.HOST);
    return (scheme > 0 && origin.substring(scheme + 3).equals(host))
        || options.cors().allowed().test(origin);
  }

  private void openSession(
      HttpServerRequest request,
      ResponseHeaders headers,
      EventLoop eventLoop,
      TransportName transport) {
    if (!request.method().equals(HttpMethod.GET)) {
      refuse(request, headers, ProtocolError.BAD_HANDSHAKE_METHOD);
    } else if (closing || sessions.size() >= options.maxSessions()) {
      refuse(request, headers, ProtocolError.UNAVAILABLE);
    } else if (!options.allowRequest().test(request)) {
      refuse(request, headers, ProtocolError.FORBIDDEN);
    } else if (transport == TransportName.WEBSOCKET) {
      EngineHandshake handshake = EngineHandshake.of(request, clock.instant(), recentTexts);
      acceptWebSocket(
          request,
          headers,
          eventLoop,
          webSocket -> {
            EngineSocket session =
                new EngineSocket(this, newId(), handshake, webSocket.loop(), webSocket);
            session.send(openPacket(session));
            opened(session);
            webSocket.carryNew(session);
          });
    } else {
      request.resume();
      EngineLoop loop = loopOf(eventLoop);
      loop.retain();
      EngineHandshake handshake = EngineHandshake.of(request, clock.instant(), recentTexts);
      EngineSocket session = new EngineSocket(this, newId(), handshake, loop, null);
      opened(session);
      answer(request.response(), headers, openPacket(session).polling());
    }
  }

  private void opened(EngineSocket session) {
    counters.opened.increment();
    sessions.put(session.id(), session);
    session.open(listeners.apply(session));
    if (closing) {
      session.endForShutdown();
    }
  }

  private EngineLoop loopOf(EventLoop eventLoop) {
    return loops.computeIfAbsent(eventLoop, on -> new EngineLoop(this, on));
  }

  /// 120 random bits: a session id is all that a request needs to act for a session.
  private String newId() {
    byte[] bytes = new byte[15];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  /// The `open` packet, [handshake](https://github.com/socketio/engine.io-protocol#handshake).
  private EncodedMessage openPacket(EngineSocket session) {
    String upgrades =
        session.transport() == TransportName.POLLING
            ? options.transports().stream()
                .filter(name -> name == TransportName.WEBSOCKET)
                .map(name -> '"' + name.text() + '"')
                .collect(Collectors.joining(","))
            : "";
    return EncodedMessage.control(
        "0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}"
            .formatted(
                session.id(),
                upgrades,
                options.pingInterval().toMillis(),
                options.pingTimeout().toMillis(),
                options.maxPayload()));
  }

  // ---- POST

  private void readPost(HttpServerRequest request, ResponseHeaders headers, EngineSocket session) {
    HttpServerResponse response = request.response();
    if (!session.beginPosting()) {
      session.onPostFailed();
      refuse(request, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    if ("application/octet-stream".equals(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      // Binary bodies belong to version 3.
      session.donePosting();
      session.onPostFailed();
      refuse(request, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    Buffer body = Buffer.buffer();
    boolean[] done = new boolean[1];
    request.exceptionHandler(e -> {
      if (!done[0]) {
        done[0] = true;
        session.donePosting();
        session.onPostFailed();
      }
    });
    request.handler(chunk -> {
      if (done[0]) {
        return;
      }
      if ((long) body.length() + chunk.length() > options.maxPayload()) {
        done[0] = true;
        session.donePosting();
        session.onPostFailed();
        counters.refused.increment();
        headers.addTo(response);
        // The rest of the body is not worth reading: the connection ends with the answer.
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).setStatusCode(413);
        response.end().onComplete(end -> request.connection().close());
      } else {
        body.appendBuffer(chunk);
      }
    });
    request.endHandler(end -> {
      if (!done[0]) {
        done[0] = true;
        session.execute(() -> session.onPost(body, response, headers));
      }
    });
    request.resume();
  }

  // ---- WebSocket

  private interface Accepted {
    void on(WebSocketTransport webSocket);
  }

  private void acceptWebSocket(
      HttpServerRequest request, ResponseHeaders headers, EventLoop eventLoop, Accepted accepted) {
    ChannelPipeline pipeline = channel(request).pipeline();
    if (request.version() != HttpVersion.HTTP_1_1 || pipeline.get(SERVED_BY) != null) {
      refuse(request, headers, ProtocolError.BAD_REQUEST);
      return;
    }
    // Without its handler no compression is negotiated: a compressed frame could not be shared by
    // many receivers.
    if (pipeline.get(WebSocketServerExtensionHandler.class) != null) {
      pipeline.remove(WebSocketServerExtensionHandler.class);
    }
    WebSocketTransport transport = new WebSocketTransport(this, loopOf(eventLoop));
    // In place before the handshake, so that no frame can slip past.
    pipeline.addBefore("handler", SERVED_BY, transport);
    request
        .toWebSocket()
        .onComplete(upgraded -> {
          if (upgraded.failed()) {
            if (pipeline.get(SERVED_BY) != null) {
              pipeline.remove(SERVED_BY);
            }
            return;
          }
          upgraded.result().exceptionHandler(e -> {});
          // The connection keeps the map as long as it lives; nobody reads it any more.
          upgraded.result().headers().clear();
          Runnable ready =
              () -> {
                useOwnDecoder(pipeline);
                accepted.on(transport);
              };
          if (eventLoop.inEventLoop()) {
            ready.run();
          } else {
            eventLoop.execute(ready);
          }
        });
  }

  /// The HTTP server's decoder has the limits of that server.
  private void useOwnDecoder(ChannelPipeline pipeline) {
    if (pipeline.get(WebSocket13FrameDecoder.class) != null) {
      pipeline.replace(
          WebSocket13FrameDecoder.class, "wsdecoder", new WebSocket13FrameDecoder(decoderConfig));
    }
  }

  // ---- answers

  /// What an answer says about the origin of its request.
  final class ResponseHeaders {
    private final @Nullable String origin;
    private final boolean allowed;

    ResponseHeaders(@Nullable String origin, boolean allowed) {
      this.origin = origin;
      this.allowed = allowed;
    }

    void addTo(HttpServerResponse response) {
      if (origin == null || !allowed) {
        return;
      }
      if (options.cors().any() && !options.cors().credentials()) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        return;
      }
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
      if (options.cors().credentials()) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      }
    }
  }

  private void answerPreflight(HttpServerRequest request, ResponseHeaders headers) {
    HttpServerResponse response = request.response();
    headers.addTo(response);
    if (headers.allowed) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST");
      String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
      if (asked != null) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, asked);
      }
    }
    response.setStatusCode(204).end();
  }

  void answer(HttpServerResponse response, ResponseHeaders headers, byte[] body) {
    if (response.ended() || response.closed()) {
      return;
    }
    headers.addTo(response);
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Buffer.buffer(body));
  }

  private void refuse(HttpServerRequest request, ResponseHeaders headers, ProtocolError error) {
    request.resume();
    refuse(request.response(), headers, error);
  }

  void refuse(HttpServerResponse response, ResponseHeaders headers, ProtocolError error) {
    counters.refused.increment();
    if (response.ended() || response.closed()) {
      return;
    }
    headers.addTo(response);
    response
        .setStatusCode(error.status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(error.body);
  }

  // ---- bookkeeping

  void opened(WebSocketTransport webSocket) {
    webSockets.incrementAndGet();
  }

  void closed(WebSocketTransport webSocket) {
    webSockets.decrementAndGet();
    completeIfQuiet();
  }

  void forget(EngineSocket session) {
    sessions.remove(session.id(), session);
    completeIfQuiet();
  }

  int loopsInUse() {
    return loops.size();
  }

  void forget(EngineLoop loop) {
    loops.remove(loop.eventLoop, loop);
  }

  private void completeIfQuiet() {
    if (closing && sessions.isEmpty() && webSockets.get() == 0) {
      quiet.tryComplete();
    }
  }
}
