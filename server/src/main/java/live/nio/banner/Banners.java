package live.nio.banner;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import live.nio.platform.Ids;
import live.nio.platform.InvalidInput;
import live.nio.platform.NotFound;
import live.nio.platform.PictureKind;
import live.nio.platform.Pictures;
import live.nio.platform.Secrets;
import org.jspecify.annotations.Nullable;

/// The banners and their choice. Virtual threads.
@Singleton
class Banners {

  static final int MAX = 200;

  /// A change made by another server is seen after that.
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private static final Duration ORPHAN_AGE = Duration.ofMinutes(10);
  private static final String ALL = "all";

  private final BannerStore store;
  private final Pictures pictures;
  private final Secrets secrets;
  private final Clock clock;
  private final LoadingCache<String, List<Banner>> known;

  Banners(BannerStore store, Pictures pictures, Secrets secrets, Clock clock) {
    this.store = store;
    this.pictures = pictures;
    this.secrets = secrets;
    this.clock = clock;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(1)
            .expireAfterWrite(REMEMBERED)
            .build(_ -> List.copyOf(store.all()));
  }

  private List<Banner> known() {
    return Objects.requireNonNull(known.get(ALL));
  }

  // ---- showing

  /// A banner that is due now, by weight; empty when none is.
  Optional<Banner> choose(Placement placement) {
    List<Banner> due = due(known(), placement, clock.instant());
    int weights = due.stream().mapToInt(Banner::weight).sum();
    return weights == 0 ? Optional.empty() : Optional.of(pick(due, secrets.below(weights)));
  }

  static List<Banner> due(List<Banner> banners, Placement placement, Instant now) {
    return banners.stream()
        .filter(banner -> banner.placement() == placement && banner.isDue(now))
        .toList();
  }

  /// The banner at this point of all weights laid side by side.
  ///
  /// @param point from 0 to the sum of all weights - 1
  static Banner pick(List<Banner> due, int point) {
    int left = point;
    for (Banner banner : due) {
      if (left < banner.weight()) {
        return banner;
      }
      left -= banner.weight();
    }
    throw new IllegalArgumentException("beyond the last weight");
  }

  /// The banner of an id, whether or not it is due: a page may have been open for long.
  ///
  /// @throws NotFound when there is none
  Banner require(UUID id) {
    return known().stream()
        .filter(banner -> banner.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFound("banner"));
  }

  // ---- administration

  BannerStore.Page list(int offset, int limit) {
    return store.list(offset, limit);
  }

  Banner create(
      String name,
      String alt,
      String link,
      Placement placement,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      int weight,
      boolean active) {
    Banner banner =
        checked(
            new Banner(
                Ids.next(),
                name,
                alt,
                link,
                placement,
                startsAt,
                endsAt,
                weight,
                active,
                null,
                0,
                0,
                clock.instant()));
    if (!store.insert(banner, MAX)) {
      throw new BannerErrors.TooMany(MAX);
    }
    known.invalidateAll();
    return banner;
  }

  /// Changes a banner.
  ///
  /// @param change gives the banner as it is to be
  Banner edit(UUID id, UnaryOperator<Banner> change) {
    Banner banner = checked(change.apply(store.byId(id).orElseThrow(() -> new NotFound("banner"))));
    if (!store.update(banner)) {
      throw new NotFound("banner");
    }
    known.invalidateAll();
    return banner;
  }

  private static Banner checked(Banner banner) {
    if (banner.startsAt() != null
        && banner.endsAt() != null
        && !banner.endsAt().isAfter(banner.startsAt())) {
      throw new InvalidInput("endsAt", "pattern", "it has to end after it starts");
    }
    return banner;
  }

  void delete(UUID id) {
    Banner deleted = store.delete(id).orElseThrow(() -> new NotFound("banner"));
    known.invalidateAll();
    if (deleted.image() != null) {
      pictures.delete(PictureKind.BANNERS, deleted.image().name());
    }
  }

  /// Gives a banner its picture.
  ///
  /// @throws live.nio.platform.DomainError `not_found`, `unsupported_picture`, `too_large`
  Banner setImage(UUID id, byte[] picture) {
    Banner banner = store.byId(id).orElseThrow(() -> new NotFound("banner"));
    Pictures.Stored stored = pictures.store(PictureKind.BANNERS, picture);
    if (!store.setImage(id, new Banner.Image(stored.name(), stored.width(), stored.height()))) {
      pictures.delete(PictureKind.BANNERS, stored.name());
      throw new NotFound("banner");
    }
    known.invalidateAll();
    if (banner.image() != null) {
      pictures.delete(PictureKind.BANNERS, banner.image().name());
    }
    return store.byId(id).orElseThrow(() -> new NotFound("banner"));
  }

  @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweepImages() {
    pictures.sweep(PictureKind.BANNERS, ORPHAN_AGE, store::imagesInUse);
  }
}
