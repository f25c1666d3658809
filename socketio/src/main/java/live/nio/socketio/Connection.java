package live.nio.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.nio.socketio.engine.Cancellable;
import live.nio.socketio.engine.CloseReason;
import live.nio.socketio.engine.EngineListener;
import live.nio.socketio.engine.EngineSocket;
import live.nio.socketio.engine.MalformedPacketException;
import live.nio.socketio.protocol.Packet;
import live.nio.socketio.protocol.PacketDecoder;
import org.jspecify.annotations.Nullable;

/// One client's connection: leads packets to the sockets it has in the namespaces.
///
/// Confined to the event loop of its [EngineSocket].
final class Connection implements EngineListener {
  private final SocketIoServer server;
  private final EngineSocket engine;
  private final PacketDecoder decoder;

  /// Mostly one; a map that is replaced takes a quarter of the space of one that is changed.
  private Map<String, SocketImpl> sockets = Map.of();

  private @Nullable Set<String> leftByServer;
  private @Nullable Cancellable connectTimeout;
  private int fullMailboxes;

  Connection(SocketIoServer server, EngineSocket engine) {
    this.server = server;
    this.engine = engine;
    this.decoder = server.newDecoder();
    connectTimeout = engine.after(server.options().connectTimeout(), this::onConnectTimeout);
  }

  EngineSocket engine() {
    return engine;
  }

  private void onConnectTimeout() {
    connectTimeout = null;
    if (engine.isOpen() && sockets.values().stream().noneMatch(SocketImpl::connected)) {
      close(DisconnectReason.FORCED_SERVER_CLOSE);
    }
  }

  @Override
  public void onText(EngineSocket from, String text) {
    Packet packet;
    try {
      packet = decoder.onText(text);
    } catch (MalformedPacketException e) {
      onMalformed();
      return;
    }
    if (packet != null) {
      onPacket(packet);
    }
  }

  @Override
  public void onBinary(EngineSocket from, byte[] bytes) {
    Packet packet;
    try {
      packet = decoder.onBinary(bytes);
    } catch (MalformedPacketException e) {
      onMalformed();
      return;
    }
    if (packet != null) {
      onPacket(packet);
    }
  }

  private void onMalformed() {
    engine.close(CloseReason.PARSE_ERROR);
  }

  private void onPacket(Packet packet) {
    SocketImpl socket = sockets.get(packet.namespace());
    switch (packet) {
      case Packet.Connect(String namespace, ObjectNode auth) -> {
        if (socket == null) {
          onConnect(namespace, auth);
        } else {
          close(DisconnectReason.FORCED_SERVER_CLOSE);
        }
      }
      case Packet.Disconnect(String namespace) -> {
        if (socket != null) {
          remove(namespace);
          socket.end(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
        } else {
          onUnexpected(namespace);
        }
      }
      case Packet.Event event -> {
        if (socket != null && socket.listens()) {
          socket.onEvent(event);
        } else {
          onUnexpected(event.namespace());
        }
      }
      case Packet.Ack ack -> {
        if (socket != null && socket.listens()) {
          socket.onAck(ack);
        } else {
          onUnexpected(ack.namespace());
        }
      }
      // Only servers send it.
      case Packet.ConnectError error -> close(DisconnectReason.FORCED_SERVER_CLOSE);
    }
  }

  /// A packet for a namespace the client is not in. It could not know yet when this side
  /// disconnected it.
  private void onUnexpected(String namespace) {
    if (leftByServer == null || !leftByServer.contains(namespace)) {
      close(DisconnectReason.FORCED_SERVER_CLOSE);
    }
  }

  private void onConnect(String name, @Nullable ObjectNode auth) {
    NamespaceImpl namespace = server.namespace(name);
    if (namespace == null) {
      server.counters.refusedConnections.increment();
      engine.send(server.encoder().connectError(name, "Invalid namespace", null));
      return;
    }
    if (leftByServer != null) {
      leftByServer.remove(name);
    }
    Handshake handshake = new Handshake(engine.handshake(), auth);
    SocketImpl socket = new SocketImpl(namespace, this, handshake);
    Map<String, SocketImpl> more = new HashMap<>(sockets);
    more.put(name, socket);
    sockets = Map.copyOf(more);
    socket.begin();
  }

  private void remove(String name) {
    Map<String, SocketImpl> fewer = new HashMap<>(sockets);
    fewer.remove(name);
    sockets = Map.copyOf(fewer);
  }

  /// The client is in a namespace; from any thread.
  void onConnected() {
    engine.execute(() -> {
      if (connectTimeout != null) {
        connectTimeout.cancel();
        connectTimeout = null;
      }
    });
  }

  /// This side ended a socket, or never let it in; from any thread.
  void forget(SocketImpl socket, boolean wasConnected) {
    engine.execute(() -> {
      String name = socket.namespace().name();
      if (sockets.get(name) != socket) {
        return;
      }
      remove(name);
      if (wasConnected) {
        if (leftByServer == null) {
          leftByServer = new HashSet<>(2);
        }
        leftByServer.add(name);
      }
    });
  }

  /// A socket's inbound queue became full, or has room again; from any thread.
  void onMailboxFull(boolean full) {
    engine.execute(() -> {
      fullMailboxes += full ? 1 : -1;
      if (fullMailboxes == 0) {
        engine.resume();
      } else {
        engine.pause();
      }
    });
  }

  /// Tells the client that each of its sockets has ended, then ends the connection. From any
  /// thread.
  void disconnectAll() {
    engine.execute(() -> {
      List.copyOf(sockets.values()).forEach(socket -> socket.disconnect(false));
      close(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    });
  }

  /// Ends all sockets, then the connection; what was emitted before still leaves. From any thread.
  void close(DisconnectReason reason) {
    engine.execute(() -> {
      endSockets(reason);
      engine.close();
    });
  }

  @Override
  public void onClose(EngineSocket from, CloseReason reason) {
    if (connectTimeout != null) {
      connectTimeout.cancel();
      connectTimeout = null;
    }
    endSockets(DisconnectReason.of(reason));
  }

  private void endSockets(DisconnectReason reason) {
    List<SocketImpl> all = List.copyOf(sockets.values());
    sockets = Map.of();
    all.forEach(socket -> socket.end(reason));
  }
}
