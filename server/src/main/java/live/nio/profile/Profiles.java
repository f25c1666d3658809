package live.nio.profile;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import live.nio.identity.Appearance;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.PictureKind;
import live.nio.platform.Pictures;
import live.nio.platform.RateLimits;
import live.nio.stream.Streams;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Profiles: what a person shows of themselves, and what follows from their streams and followers.
/// Virtual threads.
@Singleton
class Profiles {

  /// An upload whose row was never written is an orphan by then.
  private static final Duration ORPHAN_AGE = Duration.ofMinutes(10);

  private static final double SECONDS_AN_HOUR = 3_600;

  private record Row(Instant createdAt, String bio) {}

  private final Jdbi jdbi;
  private final People people;
  private final Appearance appearance;
  private final Pictures pictures;
  private final Follows follows;
  private final Blocks blocks;
  private final Streams streams;
  private final RateLimits limits;

  Profiles(
      Jdbi jdbi,
      People people,
      Appearance appearance,
      Pictures pictures,
      Follows follows,
      Blocks blocks,
      Streams streams,
      RateLimits limits) {
    this.jdbi = jdbi;
    this.people = people;
    this.appearance = appearance;
    this.pictures = pictures;
    this.follows = follows;
    this.blocks = blocks;
    this.streams = streams;
    this.limits = limits;
  }

  /// The person of a nickname.
  ///
  /// @throws NotFound when there is none, or the account is blocked
  Person require(String nickname) {
    return people.byNickname(nickname).orElseThrow(() -> new NotFound("person"));
  }

  /// What a person's page shows to somebody.
  ///
  /// @param caller who asks, or null for a guest
  Profile of(Person person, @Nullable UUID caller) {
    UUID id = person.id();
    Row row = row(id).orElseThrow(() -> new NotFound("person"));
    Follows.Counts counts = follows.counts(id);
    Streams.Totals totals = streams.totals(id);
    return new Profile(
        id,
        person.nickname(),
        person.avatarUrl(),
        row.bio(),
        row.createdAt(),
        counts.followers(),
        counts.following(),
        id.equals(caller),
        caller != null && follows.since(id, caller).isPresent(),
        caller != null && blocks.exists(caller, id),
        streams.liveOf(id).map(streams::view).orElse(null),
        new Profile.Totals(
            totals.streams(),
            Math.round(totals.live().toSeconds() / SECONDS_AN_HOUR * 10) / 10.0,
            totals.peakViewers()));
  }

  private Optional<Row> row(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT a.created_at, coalesce(p.bio, '') AS bio
                FROM accounts a LEFT JOIN profiles p ON p.account_id = a.id WHERE a.id = :id
                """)
            .bind("id", id)
            .map((rs, _) -> new Row(rs.getTimestamp("created_at").toInstant(), rs.getString("bio")))
            .findOne());
  }

  /// Changes what is not null.
  ///
  /// @throws live.nio.platform.DomainError `nickname_taken`, `too_many_requests`
  Profile edit(Identity caller, @Nullable String bio, @Nullable String nickname) {
    UUID id = caller.accountId();
    limits.take(Limit.PROFILE_EDIT, id.toString());
    Person before = people.active(id).orElseThrow(() -> new NotFound("person"));
    String renamed = nickname == null || nickname.equals(before.nickname()) ? null : nickname;
    if (renamed != null) {
      limits.take(Limit.NICKNAME_EDIT, id.toString());
    }
    jdbi.useTransaction(handle -> {
      if (renamed != null) {
        appearance.rename(handle, id, renamed);
      }
      if (bio != null) {
        handle
            .createUpdate(
                """
                INSERT INTO profiles (account_id, bio) VALUES (:id, :bio)
                ON CONFLICT (account_id) DO UPDATE SET bio = :bio
                """)
            .bind("id", id)
            .bind("bio", bio)
            .execute();
      }
    });
    return of(people.active(id).orElseThrow(() -> new NotFound("person")), id);
  }

  /// Replaces the picture of a person.
  ///
  /// @return its address
  /// @throws live.nio.platform.DomainError `unsupported_picture`, `too_large`, `too_many_requests`
  String setAvatar(Identity caller, byte[] picture) {
    limits.take(Limit.AVATAR_EDIT, caller.accountId().toString());
    String name = pictures.store(PictureKind.AVATARS, picture).name();
    appearance
        .setAvatar(caller.accountId(), name)
        .ifPresent(before -> pictures.delete(PictureKind.AVATARS, before));
    return PictureKind.AVATARS.url(name);
  }

  void removeAvatar(Identity caller) {
    limits.take(Limit.AVATAR_EDIT, caller.accountId().toString());
    appearance
        .setAvatar(caller.accountId(), null)
        .ifPresent(before -> pictures.delete(PictureKind.AVATARS, before));
  }

  /// People in the order of their ids, as they are shown; ids without an account are left out.
  List<Person> persons(List<UUID> ids) {
    Map<UUID, Person> found = people.byIds(ids);
    return ids.stream().flatMap(id -> Stream.ofNullable(found.get(id))).toList();
  }

  /// As [#persons], with how many follow each and whether they are live.
  List<FoundPerson> described(List<UUID> ids) {
    Map<UUID, Integer> followers = follows.followersOf(ids);
    Set<UUID> live = liveAmong(ids);
    return persons(ids).stream()
        .map(person ->
            new FoundPerson(
                person.id(),
                person.nickname(),
                person.avatarUrl(),
                followers.getOrDefault(person.id(), 0),
                live.contains(person.id())))
        .toList();
  }

  private Set<UUID> liveAmong(List<UUID> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT streamer_id FROM streams WHERE ended_at IS NULL AND streamer_id IN (<ids>)")
                .bindList("ids", ids)
                .mapTo(UUID.class)
                .list()));
  }

  @Scheduled(every = "1h", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweepAvatars() {
    pictures.sweep(PictureKind.AVATARS, ORPHAN_AGE, appearance::avatarsInUse);
  }
}
