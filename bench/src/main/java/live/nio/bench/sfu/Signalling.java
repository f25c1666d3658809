package live.nio.bench.sfu;

import java.io.IOException;
import live.nio.publisher.peer.Player;
import live.nio.publisher.peer.Publisher;

/// How peers tell a server what they want. Blocks; any thread.
interface Signalling extends AutoCloseable {
  /// Offers a publisher's media and gives it the answer.
  void publish(Publisher publisher) throws IOException, InterruptedException;

  /// Brings a player to the published stream.
  ///
  /// @return what ends it
  Leave view(Player player) throws IOException, InterruptedException;

  /// What the server has done since it started; zeros where it does not tell.
  Work work() throws IOException, InterruptedException;

  @Override
  void close();

  /// Ends a player on the server's side too.
  interface Leave {
    void leave() throws IOException, InterruptedException;
  }

  /// What a server has done since it started.
  ///
  /// @param allocatedBytes by all threads of the server
  /// @param jitMs of compilation
  /// @param collections of garbage
  /// @param collectionMs of garbage collection
  record Work(long allocatedBytes, long jitMs, long collections, long collectionMs) {
    static final Work UNKNOWN = new Work(0, 0, 0, 0);

    Work minus(Work earlier) {
      return new Work(
          allocatedBytes - earlier.allocatedBytes,
          jitMs - earlier.jitMs,
          collections - earlier.collections,
          collectionMs - earlier.collectionMs);
    }
  }
}
