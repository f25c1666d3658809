package live.nio.sfu.net;

/// Takes datagrams as they come in.
public interface DatagramHandler {
  /// One datagram, in order per path. The buffer belongs to the caller and is written again after
  /// the return. What is thrown here comes out of the call that received.
  void onDatagram(NetworkPath path, byte[] buffer, int offset, int length);
}
