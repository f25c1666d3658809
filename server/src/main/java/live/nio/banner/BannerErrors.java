package live.nio.banner;

import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature.
final class BannerErrors {

  private BannerErrors() {}

  static final class TooMany extends DomainError {
    TooMany(int limit) {
      super(
          ErrorKind.CONFLICT,
          "too_many_banners",
          "There are " + limit + " banners already. Delete one first.");
    }
  }
}
