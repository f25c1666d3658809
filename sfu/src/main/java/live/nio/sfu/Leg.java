package live.nio.sfu;

import java.util.concurrent.atomic.AtomicReference;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.sdp.RemoteTransport;
import live.nio.sfu.srtp.SrtpKeys;
import live.nio.sfu.srtp.SrtpReceiver;
import live.nio.sfu.srtp.SrtpSender;
import live.nio.sfu.stun.IceCredentials;
import live.nio.sfu.stun.IceLite;
import live.nio.sfu.stun.IceOptions;
import live.nio.sfu.stun.StunMessage;
import org.jspecify.annotations.Nullable;

/// One peer connection with a publisher or a viewer: ICE, keys, and what they protect.
///
/// ```
/// NEW ──first valid check──▶ CONNECTING ──keys──▶ CONNECTED ◀──▶ DISCONNECTED (no checks for 10 s)
///  └──20 s──▶ CLOSED ◀──handshake failed──┘           └──close, close_notify, no checks for 30 s──▶ CLOSED
/// ```
///
/// Belongs to the loop that got its first valid check; what other threads may call says so.
abstract sealed class Leg permits PublisherLeg, ViewerLeg {
  private static final int MOST_PATHS = 8;

  private final String id;
  private final Core core;
  private final Stream stream;
  private final boolean dtlsServer;
  private final String fingerprint;
  private final IceLite ice;
  private final long createdNanos;
  private final AtomicReference<@Nullable Loop> loop = new AtomicReference<>();
  private volatile IceCredentials local;
  private volatile LegState state = LegState.NEW;
  private volatile IceCredentials remote;
  private Secure.@Nullable Association association;
  private @Nullable SrtpReceiver receiver;
  private @Nullable SrtpSender sender;
  private @Nullable NetworkPath routed;
  private int paths;

  Leg(
      String id,
      Stream stream,
      IceCredentials local,
      RemoteTransport remote,
      boolean dtlsServer,
      long createdNanos) {
    this.id = id;
    this.stream = stream;
    this.core = stream.core();
    this.local = local;
    this.dtlsServer = dtlsServer;
    this.fingerprint = remote.fingerprint();
    this.remote = new IceCredentials(remote.ufrag(), remote.password());
    this.createdNanos = createdNanos;
    this.ice = new IceLite(local, IceOptions.defaults());
    ice.remote(this.remote);
  }

  /// Any thread.
  String id() {
    return id;
  }

  /// Any thread.
  Stream stream() {
    return stream;
  }

  /// Any thread.
  Core core() {
    return core;
  }

  /// Any thread.
  String ufrag() {
    return local.ufrag();
  }

  /// Any thread.
  LegState state() {
    return state;
  }

  /// Any thread.
  IceCredentials remote() {
    return remote;
  }

  /// Any thread.
  @Nullable Loop loop() {
    return loop.get();
  }

  /// Any thread: whether the leg is, or from now on is, this loop's.
  boolean claim(Loop by) {
    Loop owner = loop.get();
    if (owner == by) {
      return true;
    }
    return owner == null && loop.compareAndSet(null, by);
  }

  Loop claimed() {
    Loop owner = loop.get();
    if (owner == null) {
      throw new IllegalStateException("nobody has connected to " + id);
    }
    return owner;
  }

  // ---- ICE

  /// A STUN message addressed to this leg.
  void check(long nowNanos, NetworkPath path, StunMessage message) {
    if (state == LegState.CLOSED) {
      return;
    }
    Loop owner = claimed();
    ice.receive(nowNanos, path, message, owner.outbox());
    if (!ice.isVerified(path)) {
      return;
    }
    Leg known = owner.legOn(path);
    if (known != this) {
      if (paths >= MOST_PATHS) {
        return;
      }
      owner.route(path, this);
      paths++;
    }
    if (state == LegState.NEW) {
      state = LegState.CONNECTING;
      core.settled();
      owner.add(this);
      startHandshake(owner);
    } else if (state == LegState.DISCONNECTED) {
      state = LegState.CONNECTED;
    }
    follow();
  }

  /// Media goes where the other side last said it wants it.
  private void follow() {
    NetworkPath selected = ice.selectedPath();
    if (selected != null && !selected.equals(routed)) {
      routed = selected;
      moved(selected);
    }
  }

  /// What is sent goes over this path from now on.
  abstract void moved(NetworkPath path);

  @Nullable NetworkPath path() {
    return routed;
  }

  /// Any thread: begins an ICE restart ([RFC 8445
  /// §2.4](https://www.rfc-editor.org/rfc/rfc8445#section-2.4)).
  void restart(IceCredentials newLocal, IceCredentials newRemote) {
    IceCredentials before = local;
    core.addUfrag(newLocal.ufrag(), this);
    local = newLocal;
    remote = newRemote;
    Loop owner = loop.get();
    Runnable restart = () -> ice.restart(newLocal, newRemote);
    if (owner == null) {
      restart.run();
      core.removeUfrag(before.ufrag(), this);
    } else {
      owner.execute(restart);
    }
  }

  // ---- keys

  private void startHandshake(Loop owner) {
    association =
        core.secure()
            .start(
                dtlsServer,
                fingerprint,
                new Secure.Told() {
                  @Override
                  public void send(byte[] datagram) {
                    owner.execute(() -> {
                      NetworkPath to = path();
                      if (to != null) {
                        owner.outbox().send(to, datagram, 0, datagram.length);
                      }
                    });
                  }

                  @Override
                  public void connected(SrtpKeys keys) {
                    owner.execute(() -> secured(keys));
                  }

                  @Override
                  public void over(String reason) {
                    owner.execute(Leg.this::close);
                  }
                });
  }

  void handshake(NetworkPath path, byte[] buffer, int offset, int length) {
    if (association != null && ice.isVerified(path)) {
      association.receive(buffer, offset, length);
    }
  }

  private void secured(SrtpKeys keys) {
    if (state == LegState.CLOSED) {
      return;
    }
    receiver = SrtpReceiver.create(keys, core.crypto());
    SrtpSender out = SrtpSender.create(keys, core.crypto());
    sender = out;
    state = LegState.CONNECTED;
    connected(claimed(), out);
    NetworkPath selected = path();
    if (selected != null) {
      moved(selected);
    }
  }

  /// Keys are there: media can flow.
  abstract void connected(Loop owner, SrtpSender out);

  @Nullable SrtpSender sender() {
    return sender;
  }

  // ---- media

  /// An RTP or RTCP datagram.
  void media(long nowNanos, NetworkPath path, byte[] buffer, int offset, int length) {
    SrtpReceiver in = receiver;
    if (in == null || length < 12 || !ice.isVerified(path)) {
      return;
    }
    int second = buffer[offset + 1] & 0xff;
    if (second >= 192 && second < 224) {
      int plain = in.unprotectRtcp(buffer, offset, length);
      if (plain > 0) {
        rtcp(nowNanos, buffer, offset, plain);
      }
    } else {
      int plain = in.unprotectRtp(buffer, offset, length);
      if (plain > 0) {
        rtp(nowNanos, buffer, offset, plain);
      }
    }
  }

  abstract void rtp(long nowNanos, byte[] buffer, int offset, int length);

  abstract void rtcp(long nowNanos, byte[] buffer, int offset, int length);

  /// Encrypts and sends RTCP.
  ///
  /// @param buffer has room for [SrtpSender#RTCP_OVERHEAD] behind `length`
  void sendRtcp(byte[] buffer, int length) {
    SrtpSender out = sender;
    NetworkPath to = path();
    if (out != null && to != null && length > 0) {
      claimed().outbox().send(to, buffer, 0, out.protectRtcp(buffer, 0, length));
    }
  }

  // ---- time

  /// What is due, about every 100 ms.
  void now(long nowNanos) {
    if (state == LegState.CLOSED) {
      return;
    }
    switch (ice.poll(nowNanos)) {
      case NEW, CONNECTED -> {}
      case DISCONNECTED -> {
        if (state == LegState.CONNECTED) {
          state = LegState.DISCONNECTED;
        }
      }
      case FAILED, CLOSED -> {
        close();
        return;
      }
    }
    if (state == LegState.CONNECTED) {
      round(nowNanos);
    }
  }

  /// About every 100 ms while connected.
  abstract void round(long nowNanos);

  /// Any thread: whether nobody has connected for too long.
  boolean isForgotten(long nowNanos) {
    return state == LegState.NEW && nowNanos - createdNanos > SfuLimits.UNCONNECTED.toNanos();
  }

  // ---- the end

  /// Any thread.
  void closeSoon() {
    claim(core.loops().getFirst());
    claimed().execute(this::close);
  }

  private void close() {
    if (state == LegState.CLOSED) {
      return;
    }
    boolean connected = state != LegState.NEW;
    state = LegState.CLOSED;
    Loop owner = claimed();
    if (connected) {
      goodbye();
      owner.remove(this);
    } else {
      core.settled();
    }
    core.remove(this);
    if (association != null) {
      association.close();
    }
    over();
    if (receiver != null) {
      receiver.close();
    }
    if (sender != null) {
      // Packets committed with its keys are encrypted already.
      sender.close();
    }
    stream.legRemoved();
  }

  /// A last word over the connection that is about to be closed.
  abstract void goodbye();

  /// The leg is closed: leave the stream and tell the listener.
  abstract void over();

  /// Any thread; a second old at most.
  abstract LegStatistics statistics();

  /// For messages.
  @Override
  public String toString() {
    return id + " " + state;
  }
}
