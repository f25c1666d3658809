package live.nio.platform;

import java.time.Duration;

/// The refusals of pictures.
final class PictureErrors {

  private PictureErrors() {}

  /// Not a JPEG, PNG or GIF by its content, or a damaged one.
  static final class Unsupported extends DomainError {
    Unsupported() {
      super(
          ErrorKind.UNPROCESSABLE,
          "unsupported_picture",
          "This is not a whole JPEG, PNG or GIF picture. Choose another one.");
    }
  }

  static final class TooManyBytes extends DomainError {
    TooManyBytes(int megabytes) {
      super(ErrorKind.TOO_LARGE, "too_large", "The picture may have " + megabytes + " MB at most.");
    }
  }

  static final class TooManyPixels extends DomainError {
    TooManyPixels(int megapixels) {
      super(
          ErrorKind.TOO_LARGE,
          "too_large",
          "The picture may have " + megapixels + " megapixels at most.");
    }
  }

  /// More pictures arrive than are read.
  static final class Busy extends DomainError {
    Busy() {
      super(ErrorKind.UNAVAILABLE, "busy", "Too many pictures at once. Try again in a moment.");
    }

    @Override
    public Duration retryAfter() {
      return Duration.ofSeconds(5);
    }
  }
}
