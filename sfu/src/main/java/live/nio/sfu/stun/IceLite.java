package live.nio.sfu.stun;

import java.util.ArrayList;
import java.util.List;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.net.Outbox;
import org.jspecify.annotations.Nullable;

/// The ICE-lite side of one leg: answers checks, learns the peer's addresses from them, follows its
/// nomination, and ends when it falls silent. Always controlled.
///
/// | RFC | what is done |
/// |---|---|
/// | 8445 §7.3 | a check needs a USERNAME that begins with our ufrag and a MESSAGE-INTEGRITY made with our password; anything else is dropped without an answer |
/// | 8445 §7.3.1.1 | a peer that says it is controlled gets 487, whatever its tie-breaker: a lite agent cannot control |
/// | 8445 §7.3.1.3 | each address a valid check comes from is a path, at most [IceOptions#maxPaths]; the one unheard of for longest makes room |
/// | 8445 §8.1.1 | USE-CANDIDATE selects the path, the latest wins |
/// | 5245 §8.1.1.2 | a peer that nominates every pair (aggressive) ends up on its best one: within [IceOptions#settling] of a nomination, one of lower priority does not take over |
/// | 7675 | checks are consent; without any, disconnected, then failed |
/// | 8445 §9 | after a restart, old credentials and the selected path serve until the first check and the first nomination with the new ones |
public final class IceLite {
  private static final int ROLE_CONFLICT = 487;
  private static final int UNKNOWN_ATTRIBUTE = 420;

  private final IceOptions options;
  private final List<Path> paths = new ArrayList<>(4);
  private final StunWriter writer = new StunWriter();
  private Generation current;
  private @Nullable Generation previous;
  private @Nullable IceCredentials remote;
  private @Nullable Path selected;
  private IceState state = IceState.NEW;
  private boolean started;
  private long lastCheck;
  private long refused;

  /// Our credentials between two restarts.
  private record Generation(IceCredentials credentials, StunKey key, int number) {
    static Generation of(IceCredentials credentials, int number) {
      return new Generation(credentials, new StunKey(credentials.passwordBytes()), number);
    }
  }

  /// An address of the peer that sent a valid check.
  private static final class Path {
    final NetworkPath network;
    long lastCheck;
    long nominatedAt;
    boolean nominated;
    long priority;
    int generation;

    Path(NetworkPath network) {
      this.network = network;
    }
  }

  public IceLite(IceCredentials local, IceOptions options) {
    this.current = Generation.of(local, 0);
    this.options = options;
  }

  /// The peer's credentials, once they are known. A lite agent sends no checks, so they are kept
  /// for the record only.
  public void remote(IceCredentials remote) {
    this.remote = remote;
  }

  public @Nullable IceCredentials remote() {
    return remote;
  }

  /// Begins a new generation. Checks with the old credentials are answered until the first one with
  /// the new.
  public void restart(IceCredentials local, IceCredentials remote) {
    previous = current;
    current = Generation.of(local, current.number() + 1);
    this.remote = remote;
    if (state == IceState.FAILED) {
      state = selected == null ? IceState.NEW : IceState.DISCONNECTED;
      started = false;
    }
  }

  public String localUfrag() {
    return current.credentials().ufrag();
  }

  /// The ufrag before the last restart, while it still counts; else null.
  public @Nullable String previousUfrag() {
    return previous == null ? null : previous.credentials().ufrag();
  }

  /// Takes a check. Answers through the outbox, on the path it came by.
  public void receive(long nowNanos, NetworkPath path, StunMessage request, Outbox outbox) {
    if (state == IceState.CLOSED || !request.isBindingRequest()) {
      return;
    }
    Generation generation = generationOf(request.receiverUfrag());
    if (generation == null || !request.hasValidIntegrity(generation.key())) {
      refused++;
      return;
    }
    if (request.unknownAttributes().length > 0) {
      writer
          .error(request, UNKNOWN_ATTRIBUTE)
          .unknownAttributes(request.unknownAttributes())
          .integrity(generation.key());
      answer(path, request, outbox);
      return;
    }
    if (request.isControlled()) {
      writer.error(request, ROLE_CONFLICT).integrity(generation.key());
      answer(path, request, outbox);
      return;
    }
    if (generation.number() == current.number()) {
      previous = null;
    }
    if (state != IceState.FAILED) {
      noteCheck(nowNanos, path, request, generation);
    }
    writer.success(request).mappedAddress(path.remote()).integrity(generation.key()).fingerprint();
    outbox.send(path, writer.buffer(), 0, writer.length());
  }

  private void answer(NetworkPath path, StunMessage request, Outbox outbox) {
    if (request.hasFingerprint()) {
      writer.fingerprint();
    }
    if (writer.length() <= request.length()) {
      outbox.send(path, writer.buffer(), 0, writer.length());
    }
  }

  private @Nullable Generation generationOf(String ufrag) {
    if (ufrag.equals(current.credentials().ufrag())) {
      return current;
    }
    Generation before = previous;
    return before != null && ufrag.equals(before.credentials().ufrag()) ? before : null;
  }

  private void noteCheck(
      long nowNanos, NetworkPath network, StunMessage request, Generation generation) {
    Path path = find(network);
    if (path == null) {
      path = new Path(network);
      makeRoom();
      paths.add(path);
    }
    path.lastCheck = nowNanos;
    path.priority = request.priority();
    lastCheck = nowNanos;
    started = true;
    if (request.useCandidate()) {
      nominate(nowNanos, path, generation.number());
    }
    leaveSilentPath(nowNanos);
    if (selected != null) {
      state = IceState.CONNECTED;
    }
  }

  private void nominate(long nowNanos, Path path, int generation) {
    path.nominated = true;
    path.nominatedAt = nowNanos;
    path.generation = generation;
    Path before = selected;
    if (before == null || before == path || before.generation < generation) {
      selected = path;
      return;
    }
    boolean settling = nowNanos - before.nominatedAt < options.settling().toNanos();
    if (generation == before.generation && (!settling || path.priority >= before.priority)) {
      selected = path;
    }
  }

  /// When the selected path is silent and another nominated one is not, the peer has moved without
  /// telling.
  private void leaveSilentPath(long nowNanos) {
    Path silent = selected;
    if (silent == null || nowNanos - silent.lastCheck < options.disconnectedAfter().toNanos()) {
      return;
    }
    Path best = silent;
    for (Path path : paths) {
      if (path.nominated && path.generation >= best.generation && path.lastCheck > best.lastCheck) {
        best = path;
      }
    }
    selected = best;
  }

  private @Nullable Path find(NetworkPath network) {
    Path likely = selected;
    if (likely != null && likely.network.equals(network)) {
      return likely;
    }
    for (int i = 0; i < paths.size(); i++) {
      if (paths.get(i).network.equals(network)) {
        return paths.get(i);
      }
    }
    return null;
  }

  private void makeRoom() {
    if (paths.size() < options.maxPaths()) {
      return;
    }
    Path oldest = null;
    for (Path path : paths) {
      if (path != selected && (oldest == null || path.lastCheck < oldest.lastCheck)) {
        oldest = path;
      }
    }
    if (oldest != null) {
      paths.remove(oldest);
    }
  }

  /// Whether a valid check came by this path, so that its datagrams are the peer's. Allocates
  /// nothing.
  public boolean isVerified(NetworkPath path) {
    return find(path) != null;
  }

  /// Where to send; null before the first nomination. Keeps its value through a restart and while
  /// disconnected.
  public @Nullable NetworkPath selectedPath() {
    Path path = selected;
    return path == null ? null : path.network;
  }

  public IceState state() {
    return state;
  }

  /// Checks that were dropped for a wrong name or password.
  public long refused() {
    return refused;
  }

  /// Applies timeouts and returns the state. The first call starts the clock of the first
  /// nomination.
  public IceState poll(long nowNanos) {
    if (state == IceState.CLOSED || state == IceState.FAILED) {
      return state;
    }
    if (!started) {
      started = true;
      lastCheck = nowNanos;
    }
    long silence = nowNanos - lastCheck;
    if (silence >= options.failedAfter().toNanos()) {
      state = IceState.FAILED;
    } else if (state == IceState.CONNECTED && silence >= options.disconnectedAfter().toNanos()) {
      state = IceState.DISCONNECTED;
    }
    return state;
  }

  /// When [#poll] has something to do, in nanoseconds of the clock that is passed in;
  /// `Long.MAX_VALUE` when never.
  public long nextTimeout() {
    if (!started || state == IceState.CLOSED || state == IceState.FAILED) {
      return Long.MAX_VALUE;
    }
    return lastCheck
        + (state == IceState.CONNECTED ? options.disconnectedAfter() : options.failedAfter())
            .toNanos();
  }

  /// Forgets everything; answers nothing any more.
  public void close() {
    state = IceState.CLOSED;
    paths.clear();
    selected = null;
    previous = null;
  }
}
