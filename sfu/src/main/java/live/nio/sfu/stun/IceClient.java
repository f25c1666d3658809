package live.nio.sfu.stun;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.net.Outbox;
import org.jspecify.annotations.Nullable;

/// The controlling agent of our own publisher and player: checks the candidates of a server,
/// nominates the first that answers, keeps consent.
///
/// Made for servers on public addresses. It gathers nothing, so it has one base per candidate and
/// the server learns its address from the checks. Every check carries USE-CANDIDATE, which a lite
/// agent follows at once and a full one as soon as its own check succeeded; such checks are
/// answered.
public final class IceClient {
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long PACING = 20 * MILLISECOND;
  private static final long FIRST_RETRANSMISSION = 100 * MILLISECOND;
  private static final long LAST_RETRANSMISSION = 1_600 * MILLISECOND;
  private static final long CONSENT_INTERVAL = 5_000 * MILLISECOND;
  private static final int ROLE_CONFLICT = 487;
  // A peer-reflexive candidate of local preference 65,535 and component 1, RFC 8445 §5.1.2.
  private static final long PRIORITY = (110L << 24) | (65_535L << 8) | 255;

  private final IceCredentials local;
  private final IceCredentials remote;
  private final StunKey localKey;
  private final StunKey remoteKey;
  private final IceOptions options;
  private final RandomGenerator random;
  private final long tieBreaker;
  private final StunWriter writer = new StunWriter();
  private final List<Check> checks = new ArrayList<>();
  private boolean controlling = true;
  private @Nullable Check selected;
  private IceState state = IceState.NEW;
  private boolean started;
  private long lastResponse;

  /// One candidate and the request that is under way for it.
  private static final class Check {
    final NetworkPath path;
    final byte[] transactionId = new byte[StunMessage.TRANSACTION_ID];
    long due;
    long interval = FIRST_RETRANSMISSION;
    boolean pending;

    Check(NetworkPath path, long due) {
      this.path = path;
      this.due = due;
    }
  }

  /// @param candidates the server's, best first
  /// @param random for transaction ids, tie-breaker and the jitter of consent checks; a
  ///   `SecureRandom`, outside of tests
  public IceClient(
      IceCredentials local,
      IceCredentials remote,
      List<NetworkPath> candidates,
      IceOptions options,
      RandomGenerator random) {
    this.local = local;
    this.remote = remote;
    this.localKey = new StunKey(local.passwordBytes());
    this.remoteKey = new StunKey(remote.passwordBytes());
    this.options = options;
    this.random = random;
    this.tieBreaker = random.nextLong();
    for (NetworkPath candidate : candidates) {
      checks.add(new Check(candidate, Long.MIN_VALUE));
    }
  }

  /// Sends what is due, applies timeouts, returns the state.
  public IceState poll(long nowNanos, Outbox outbox) {
    if (state == IceState.CLOSED || state == IceState.FAILED) {
      return state;
    }
    if (!started) {
      started = true;
      lastResponse = nowNanos;
      for (int i = 0; i < checks.size(); i++) {
        checks.get(i).due = nowNanos + i * PACING;
      }
    }
    long silence = nowNanos - lastResponse;
    if (silence >= options.failedAfter().toNanos()) {
      state = IceState.FAILED;
      return state;
    }
    if (state == IceState.CONNECTED && silence >= options.disconnectedAfter().toNanos()) {
      state = IceState.DISCONNECTED;
    }
    for (Check check : checks) {
      if (isActive(check) && check.due <= nowNanos) {
        send(nowNanos, check, outbox);
      }
    }
    return state;
  }

  /// Once a path is selected only that one is kept alive, until it falls silent.
  private boolean isActive(Check check) {
    return state != IceState.CONNECTED || check == selected;
  }

  private void send(long nowNanos, Check check, Outbox outbox) {
    if (!check.pending) {
      // A retransmission keeps its transaction id, RFC 8489 §6.2.1.
      random.nextBytes(check.transactionId);
      check.pending = true;
      check.interval = FIRST_RETRANSMISSION;
    }
    writer
        .request(check.transactionId)
        .username(remote.ufrag() + ":" + local.ufrag())
        .priority(PRIORITY);
    if (controlling) {
      writer.controlling(tieBreaker).useCandidate();
    } else {
      writer.controlled(tieBreaker);
    }
    writer.integrity(remoteKey).fingerprint();
    outbox.send(check.path, writer.buffer(), 0, writer.length());
    check.due = nowNanos + check.interval;
    check.interval = Math.min(2 * check.interval, LAST_RETRANSMISSION);
  }

  /// Takes an answer to one of our checks, or answers one of the peer's.
  public void receive(long nowNanos, NetworkPath path, StunMessage message, Outbox outbox) {
    if (state == IceState.CLOSED) {
      return;
    }
    if (message.isBindingRequest()) {
      answer(path, message, outbox);
      return;
    }
    Check check = pending(path, message);
    if (check == null || !message.hasValidIntegrity(remoteKey)) {
      return;
    }
    if (message.isBindingSuccess()) {
      succeed(nowNanos, check);
    } else if (message.isBindingError() && message.errorCode() == ROLE_CONFLICT) {
      controlling = !controlling;
      check.pending = false;
      check.due = nowNanos;
    }
  }

  private void answer(NetworkPath path, StunMessage request, Outbox outbox) {
    if (!request.receiverUfrag().equals(local.ufrag()) || !request.hasValidIntegrity(localKey)) {
      return;
    }
    writer.success(request).mappedAddress(path.remote()).integrity(localKey).fingerprint();
    outbox.send(path, writer.buffer(), 0, writer.length());
  }

  private @Nullable Check pending(NetworkPath path, StunMessage response) {
    for (Check check : checks) {
      if (check.pending
          && response.hasTransactionId(check.transactionId)
          && check.path.equals(path)) {
        return check;
      }
    }
    return null;
  }

  private void succeed(long nowNanos, Check check) {
    check.pending = false;
    // RFC 7675 §5.1: 5 s, spread by a fifth each way.
    check.due = nowNanos + (long) (CONSENT_INTERVAL * random.nextDouble(0.8, 1.2));
    lastResponse = nowNanos;
    if (state != IceState.CONNECTED) {
      selected = check;
    }
    state = IceState.CONNECTED;
  }

  public @Nullable NetworkPath selectedPath() {
    Check check = selected;
    return check == null ? null : check.path;
  }

  public IceState state() {
    return state;
  }

  /// When [#poll] has something to do; `Long.MIN_VALUE` before its first call, `Long.MAX_VALUE`
  /// when never.
  public long nextTimeout() {
    if (state == IceState.CLOSED || state == IceState.FAILED) {
      return Long.MAX_VALUE;
    }
    if (!started) {
      return Long.MIN_VALUE;
    }
    long next = lastResponse + options.failedAfter().toNanos();
    for (Check check : checks) {
      if (isActive(check)) {
        next = Math.min(next, check.due);
      }
    }
    if (state == IceState.CONNECTED) {
      next = Math.min(next, lastResponse + options.disconnectedAfter().toNanos());
    }
    return next;
  }

  /// Sends and answers nothing any more.
  public void close() {
    state = IceState.CLOSED;
    selected = null;
  }
}
