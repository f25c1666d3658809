package live.nio.realtime;

import java.lang.reflect.Proxy;
import live.nio.socketio.Socket;

/// Peers for tests of what only asks who they are.
public final class TestPeers {

  private TestPeers() {}

  /// A guest whose connection has this id and can do nothing else.
  public static Peer guest(String id) {
    Socket socket =
        (Socket)
            Proxy.newProxyInstance(
                Socket.class.getClassLoader(),
                new Class<?>[] {Socket.class},
                (_, method, _) -> {
                  if (method.getName().equals("id")) {
                    return id;
                  }
                  throw new UnsupportedOperationException(method.getName());
                });
    return new Peer(socket, null);
  }
}
