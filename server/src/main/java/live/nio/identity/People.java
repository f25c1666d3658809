package live.nio.identity;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Looks up what others see of accounts, many at once.
@Singleton
public class People {

  private final Jdbi jdbi;

  People(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// A person who may use their account: not one that is blocked.
  public Optional<Person> active(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT nickname FROM accounts WHERE id = :id AND disabled_at IS NULL")
            .bind("id", id)
            .mapTo(String.class)
            .findOne()
            .map(nickname -> new Person(id, nickname)));
  }

  /// Account id → person. Ids without an account are absent. One query, whatever the number.
  public Map<UUID, Person> byIds(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT id, nickname FROM accounts WHERE id IN (<ids>)")
            .bindList("ids", List.copyOf(ids))
            .reduceRows(
                new HashMap<>(),
                (map, row) -> {
                  UUID id = row.getColumn("id", UUID.class);
                  map.put(id, new Person(id, row.getColumn("nickname", String.class)));
                  return map;
                }));
  }
}
