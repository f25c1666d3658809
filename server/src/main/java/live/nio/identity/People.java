package live.nio.identity;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// Looks up what others see of accounts, many at once.
@Singleton
public class People {

  private static final String SELECT = "SELECT id, nickname, avatar FROM accounts";

  private final Jdbi jdbi;

  People(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// A person who may use their account: not one that is blocked.
  public Optional<Person> active(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " WHERE id = :id AND disabled_at IS NULL")
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// The person of this nickname, written in whatever case; not one that is blocked.
  public Optional<Person> byNickname(String nickname) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT + " WHERE lower(nickname) = lower(:nickname) AND disabled_at IS NULL")
            .bind("nickname", nickname)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// Account id → person. Ids without an account are absent. One query, whatever the number.
  public Map<UUID, Person> byIds(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " WHERE id IN (<ids>)")
            .bindList("ids", List.copyOf(ids))
            .map((row, _) -> read(row))
            .collect(Collectors.toMap(Person::id, person -> person)));
  }

  private static Person read(ResultSet row) throws SQLException {
    return Person.of(
        row.getObject("id", UUID.class), row.getString("nickname"), row.getString("avatar"));
  }

  /// Those of these accounts that are moderators of the platform or administrators, now.
  public Set<UUID> staffAmong(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT id FROM accounts WHERE id IN (<ids>) AND role <> 'user'")
            .bindList("ids", List.copyOf(ids))
            .mapTo(UUID.class)
            .set());
  }

  /// The people of these nicknames, whatever their case; nicknames nobody has are absent.
  public List<Person> byNicknames(Collection<String> nicknames) {
    if (nicknames.isEmpty()) {
      return List.of();
    }
    List<UUID> ids =
        jdbi.withHandle(handle ->
            handle
                .createQuery("SELECT id FROM accounts WHERE lower(nickname) IN (<nicknames>)")
                .bindList(
                    "nicknames",
                    nicknames.stream().map(it -> it.toLowerCase(Locale.ROOT)).distinct().toList())
                .mapTo(UUID.class)
                .list());
    return List.copyOf(byIds(ids).values());
  }
}
