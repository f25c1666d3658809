package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import live.nio.stream.PublisherChanged.Leg;
import org.jspecify.annotations.Nullable;

/// Which way the media of one stream goes. Decided anew whenever something changed and every now
/// and then; time is an argument.
///
/// ```
///          leg there, and: many viewers · chosen by the streamer · somebody's peer to peer fails ·
///          published by a program
///   P2P ─────────────────────────────────────────────────────────────────────────────────────▶ SFU
///    ▲                                                                                          │
///    └── none of that, and few viewers for the last CALM · or the leg has been gone for LEG_GRACE ┘
/// ```
///
/// Going to the SFU is immediate, coming back is damped, so that a room around the limit does not
/// flip with everyone who comes and goes. Not thread-safe.
final class TopologyRule {

  /// How media reaches the viewers.
  enum Mode {
    P2P,
    SFU;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What the decision rests on.
  ///
  /// @param streamerHere whether the streamer's page is in the room
  /// @param viewers pages watching
  /// @param failing whether peer to peer keeps failing for one of them
  /// @param preferred whether the streamer wants the SFU whatever the number of viewers
  record Facts(Leg leg, boolean streamerHere, int viewers, boolean failing, boolean preferred) {}

  /// Viewers must be few for this long before they are served peer to peer again.
  static final Duration CALM = Duration.ofSeconds(5);

  /// A page that lost its leg makes a new one within this, as a rule. While the page itself is away
  /// (a reload takes its leg along), the room waits for it.
  static final Duration LEG_GRACE = Duration.ofSeconds(3);

  private final int maxPeerToPeer;
  private Mode mode = Mode.P2P;
  private @Nullable Instant calmSince;
  private @Nullable Instant legLostAt;

  /// @param maxPeerToPeer viewers up to which the streamer serves them itself; 0 for none ever
  TopologyRule(int maxPeerToPeer) {
    this.maxPeerToPeer = maxPeerToPeer;
  }

  Mode mode() {
    return mode;
  }

  /// Decides.
  ///
  /// @return whether the mode is another one now
  boolean decide(Instant now, Facts facts) {
    boolean leg = facts.leg() != Leg.NONE;
    boolean needed =
        maxPeerToPeer == 0
            || facts.viewers() > maxPeerToPeer
            || facts.failing()
            || (facts.leg() == Leg.ENCODER && !facts.streamerHere());
    calmSince = needed ? null : sinceWhen(calmSince, now);
    // Without the page there is nobody to go back to.
    legLostAt = leg || !facts.streamerHere() ? null : sinceWhen(legLostAt, now);
    Mode before = mode;
    mode =
        switch (before) {
          case P2P -> leg && (needed || facts.preferred()) ? Mode.SFU : Mode.P2P;
          case SFU ->
              lasted(legLostAt, LEG_GRACE, now)
                      || (leg && !facts.preferred() && lasted(calmSince, CALM, now))
                  ? Mode.P2P
                  : Mode.SFU;
        };
    return mode != before;
  }

  private static Instant sinceWhen(@Nullable Instant since, Instant now) {
    return since == null ? now : since;
  }

  private static boolean lasted(@Nullable Instant since, Duration duration, Instant now) {
    return since != null && !now.isBefore(since.plus(duration));
  }
}
