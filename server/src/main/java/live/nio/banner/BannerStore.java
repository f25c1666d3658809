package live.nio.banner;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// SQL of `banners`.
@Singleton
class BannerStore {

  /// What is to be added to the counts of a banner.
  record Counted(long impressions, long clicks) {}

  /// One page of the list, newest first, and how many there are in all.
  record Page(List<Banner> banners, int total) {}

  private final Jdbi jdbi;

  BannerStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Inserts a banner, unless there are that many already.
  ///
  /// @return whether it was inserted
  boolean insert(Banner banner, int limit) {
    return jdbi.inTransaction(handle -> {
      handle.execute("LOCK TABLE banners IN SHARE ROW EXCLUSIVE MODE");
      return bind(
                  handle.createUpdate(
                      """
                      INSERT INTO banners (id, name, alt, link, placement, starts_at, ends_at, weight, active, created_at)
                      SELECT :id, :name, :alt, :link, :placement, CAST(:startsAt AS timestamptz), CAST(:endsAt AS timestamptz),
                             :weight, :active, CAST(:createdAt AS timestamptz)
                      WHERE (SELECT count(*) FROM banners) < :limit
                      """),
                  banner)
              .bind("createdAt", banner.createdAt())
              .bind("limit", limit)
              .execute()
          == 1;
    });
  }

  boolean update(Banner banner) {
    return jdbi.withHandle(handle ->
        bind(
                    handle.createUpdate(
                        """
                        UPDATE banners SET name = :name, alt = :alt, link = :link, placement = :placement, starts_at = :startsAt,
                               ends_at = :endsAt, weight = :weight, active = :active
                        WHERE id = :id
                        """),
                    banner)
                .execute()
            == 1);
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Banner banner) {
    return statement
        .bind("id", banner.id())
        .bind("name", banner.name())
        .bind("alt", banner.alt())
        .bind("link", banner.link())
        .bind("placement", banner.placement().word())
        .bind("startsAt", banner.startsAt())
        .bind("endsAt", banner.endsAt())
        .bind("weight", banner.weight())
        .bind("active", banner.active());
  }

  /// Deletes a banner.
  ///
  /// @return what it was, or empty when there is none
  Optional<Banner> delete(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("DELETE FROM banners WHERE id = :id RETURNING *")
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  boolean setImage(UUID id, Banner.Image image) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    "UPDATE banners SET image = :name, width = :width, height = :height WHERE id = :id")
                .bind("name", image.name())
                .bind("width", image.width())
                .bind("height", image.height())
                .bind("id", id)
                .execute()
            == 1);
  }

  Optional<Banner> byId(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM banners WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  List<Banner> all() {
    return jdbi.withHandle(handle ->
        handle.createQuery("SELECT * FROM banners ORDER BY id").map((row, _) -> read(row)).list());
  }

  Page list(int offset, int limit) {
    return jdbi.inTransaction(handle ->
        new Page(
            handle
                .createQuery("SELECT * FROM banners ORDER BY id DESC OFFSET :offset LIMIT :limit")
                .bind("offset", offset)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list(),
            handle.createQuery("SELECT count(*) FROM banners").mapTo(int.class).one()));
  }

  /// Adds to the counts.
  void count(Map<UUID, Counted> counted) {
    jdbi.useTransaction(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              "UPDATE banners SET impressions = impressions + :impressions, clicks = clicks + :clicks WHERE id = :id");
      // In one order everywhere: two servers writing the same rows must not wait for each other.
      counted.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry ->
              batch
                  .bind("id", entry.getKey())
                  .bind("impressions", entry.getValue().impressions())
                  .bind("clicks", entry.getValue().clicks())
                  .add());
      batch.execute();
    });
  }

  /// Those of some pictures that a banner names.
  Set<String> imagesInUse(Set<String> names) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT image FROM banners WHERE image IN (<names>)")
            .bindList("names", List.copyOf(names))
            .mapTo(String.class)
            .set());
  }

  private static Banner read(ResultSet row) throws SQLException {
    String image = row.getString("image");
    return new Banner(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("alt"),
        row.getString("link"),
        Placement.ofWord(row.getString("placement")),
        instant(row.getTimestamp("starts_at")),
        instant(row.getTimestamp("ends_at")),
        row.getInt("weight"),
        row.getBoolean("active"),
        image == null ? null : new Banner.Image(image, row.getInt("width"), row.getInt("height")),
        row.getLong("impressions"),
        row.getLong("clicks"),
        row.getTimestamp("created_at").toInstant());
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
