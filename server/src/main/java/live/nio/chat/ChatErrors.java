package live.nio.chat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;
import org.jspecify.annotations.Nullable;

/// The refusals of this feature.
final class ChatErrors {

  private ChatErrors() {}

  static final class LoginRequired extends DomainError {
    LoginRequired() {
      super(ErrorKind.UNAUTHENTICATED, "login_required", "Sign in to take part.");
    }
  }

  static final class TextEmpty extends DomainError {
    TextEmpty() {
      super(ErrorKind.INVALID, "text_empty", "Write something first.");
    }
  }

  static final class TextTooLong extends DomainError {
    TextTooLong() {
      super(
          ErrorKind.INVALID,
          "text_too_long",
          "A message has at most " + ChatEvents.MAX_TEXT + " characters.");
    }
  }

  /// Sent again after somebody had deleted it.
  static final class MessageGone extends DomainError {
    MessageGone() {
      super(ErrorKind.NOT_FOUND, "not_found", "This message was deleted.");
    }
  }

  /// Shut out of the room. Why is for its moderators only.
  static final class Banned extends DomainError {
    Banned() {
      super(ErrorKind.FORBIDDEN, "banned", "You are banned from this room.");
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("reason", NullNode.getInstance());
    }
  }

  static final class TimedOut extends DomainError {
    private final Instant until;

    TimedOut(Instant until) {
      super(ErrorKind.FORBIDDEN, "timed_out", "You may not write in this room for a while.");
      this.until = until;
    }

    Instant until() {
      return until;
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("until", until);
    }
  }

  /// The streamer has blocked this person.
  static final class Blocked extends DomainError {
    Blocked() {
      super(ErrorKind.FORBIDDEN, "blocked", "You cannot take part in this room.");
    }
  }

  static final class FollowersOnly extends DomainError {
    private final int minutes;
    private final @Nullable Instant followedAt;

    FollowersOnly(int minutes, @Nullable Instant followedAt) {
      super(
          ErrorKind.FORBIDDEN,
          "followers_only",
          minutes == 0
              ? "Only followers write in this room."
              : "Only who has followed for " + minutes + " minutes writes in this room.");
      this.minutes = minutes;
      this.followedAt = followedAt;
    }

    int minutes() {
      return minutes;
    }

    @Nullable Instant followedAt() {
      return followedAt;
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of(
          "minutes",
          minutes,
          "followedAt",
          followedAt == null ? NullNode.getInstance() : followedAt);
    }
  }

  static final class SlowMode extends DomainError {
    private final Duration retryAfter;

    SlowMode(Duration retryAfter) {
      super(ErrorKind.THROTTLED, "slow_mode", "This room is in slow mode. Wait a moment.");
      this.retryAfter = retryAfter;
    }

    @Override
    public Duration retryAfter() {
      return retryAfter;
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("retryAfterMs", retryAfter.toMillis());
    }
  }

  static final class EmotesOnly extends DomainError {
    EmotesOnly() {
      super(ErrorKind.FORBIDDEN, "emotes_only", "Only emoji are written in this room.");
    }
  }

  static final class LinksNotAllowed extends DomainError {
    LinksNotAllowed() {
      super(ErrorKind.FORBIDDEN, "links_not_allowed", "Links are not allowed in this room.");
    }
  }

  /// Which word is not said: it would be a guide around it.
  static final class BlockedWord extends DomainError {
    BlockedWord() {
      super(ErrorKind.FORBIDDEN, "blocked_word", "A word in this message is blocked here.");
    }
  }

  static final class TooManyModerators extends DomainError {
    TooManyModerators() {
      super(
          ErrorKind.CONFLICT,
          "too_many_moderators",
          "A room has at most " + Moderators.MAX + " moderators.");
    }
  }

  /// Who is banned or timed out cannot be named a moderator.
  static final class UnbanFirst extends DomainError {
    UnbanFirst() {
      super(ErrorKind.CONFLICT, "banned", "This person is banned or timed out. Unban them first.");
    }
  }
}
