package live.nio.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import live.nio.socketio.protocol.PacketEncoder;
import org.jspecify.annotations.Nullable;

/// Does something to the chosen sockets here, then tells the other nodes.
record BroadcastImpl(
    NamespaceImpl namespace, ClusterMessage.Target target, boolean onlyIfReady, boolean local)
    implements Broadcast {

  @Override
  public Broadcast to(String... rooms) {
    return with(new ClusterMessage.Target(plus(target.rooms(), rooms), target.except()));
  }

  @Override
  public Broadcast except(String... rooms) {
    return with(new ClusterMessage.Target(target.rooms(), plus(target.except(), rooms)));
  }

  private Broadcast with(ClusterMessage.Target changed) {
    return new BroadcastImpl(namespace, changed, onlyIfReady, local);
  }

  private static Set<String> plus(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return all;
  }

  @Override
  public Broadcast volatileOnly() {
    return new BroadcastImpl(namespace, target, true, local);
  }

  @Override
  public Broadcast localOnly() {
    return new BroadcastImpl(namespace, target, onlyIfReady, true);
  }

  @Override
  public void emit(String event, @Nullable Object... args) {
    PacketEncoder.Args encoded = namespace.server().encoder().args(event, args);
    perform(
        new ClusterMessage.Emit(
            namespace.name(), target, onlyIfReady, encoded.json(), encoded.attachments()));
  }

  @Override
  public CompletableFuture<Map<String, List<JsonNode>>> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return namespace.emitWithAck(target, timeout, namespace.server().encoder().args(event, args));
  }

  @Override
  public void join(String... rooms) {
    perform(new ClusterMessage.Join(namespace.name(), target, Set.of(rooms)));
  }

  @Override
  public void leave(String... rooms) {
    perform(new ClusterMessage.Leave(namespace.name(), target, Set.of(rooms)));
  }

  @Override
  public void disconnectSockets(boolean closeTransport) {
    perform(new ClusterMessage.Disconnect(namespace.name(), target, closeTransport));
  }

  private void perform(ClusterMessage message) {
    namespace.apply(message);
    if (!local) {
      namespace.server().adapter().publish(message);
    }
  }

  @Override
  public Collection<Socket> sockets() {
    return namespace.chosen(target);
  }
}
