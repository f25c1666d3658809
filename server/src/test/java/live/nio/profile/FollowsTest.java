package live.nio.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.identity.Role;
import live.nio.platform.Ids;
import live.nio.platform.NotFound;
import live.nio.platform.RateLimits;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.RecordedEvents;
import live.nio.testing.TestClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class FollowsTest {

  private final TestClock clock = TestClock.start();
  private final RecordedEvents<Followed> events = new RecordedEvents<>();

  @Inject Jdbi jdbi;
  @Inject People people;

  private Identity anna;
  private Identity boris;
  private Follows follows;
  private Blocks blocks;

  @BeforeEach
  void twoPeople() {
    anna = register();
    boris = register();
    RateLimits limits = new RateLimits(1);
    follows = new Follows(jdbi, people, limits, clock, events);
    blocks = new Blocks(jdbi, people, limits, clock);
  }

  private static Identity register() {
    Api.Person person = Api.register();
    return new Identity(UUID.fromString(person.id()), Ids.next(), person.nickname(), Role.USER);
  }

  @Test
  void aFollowIsKnownWithItsBeginningAndToldOnce() {
    follows.follow(boris, anna.accountId());
    follows.follow(boris, anna.accountId());

    assertThat(follows.since(anna.accountId(), boris.accountId())).contains(clock.instant());
    assertThat(follows.since(boris.accountId(), anna.accountId())).isEmpty();
    assertThat(follows.counts(anna.accountId())).isEqualTo(new Follows.Counts(1, 0));
    assertThat(follows.counts(boris.accountId())).isEqualTo(new Follows.Counts(0, 1));
    assertThat(events.fired())
        .containsExactly(
            new Followed(
                new Person(boris.accountId(), boris.nickname(), null),
                anna.accountId(),
                clock.instant()));
  }

  @Test
  void whoStopsAndComesBackBeginsAnew() {
    follows.follow(boris, anna.accountId());
    follows.unfollow(boris, anna.accountId());
    follows.unfollow(boris, anna.accountId());
    assertThat(follows.since(anna.accountId(), boris.accountId())).isEmpty();

    clock.advance(Duration.ofDays(1));
    follows.follow(boris, anna.accountId());
    assertThat(follows.since(anna.accountId(), boris.accountId())).contains(clock.instant());
    assertThat(events.fired()).hasSize(2);
  }

  @Test
  void aBlockEndsBothFollowsAndForbidsNewOnes() {
    follows.follow(boris, anna.accountId());
    follows.follow(anna, boris.accountId());
    blocks.block(anna, boris.accountId());
    blocks.block(anna, boris.accountId());

    assertThat(blocks.exists(anna.accountId(), boris.accountId())).isTrue();
    assertThat(blocks.exists(boris.accountId(), anna.accountId())).isFalse();
    assertThat(follows.counts(anna.accountId())).isEqualTo(new Follows.Counts(0, 0));
    assertThatThrownBy(() -> follows.follow(boris, anna.accountId()))
        .isInstanceOf(ProfileErrors.Blocked.class);
    assertThatThrownBy(() -> follows.follow(anna, boris.accountId()))
        .isInstanceOf(ProfileErrors.Blocked.class);

    blocks.unblock(anna, boris.accountId());
    assertThat(follows.since(anna.accountId(), boris.accountId())).isEmpty();
    follows.follow(boris, anna.accountId());
  }

  @Test
  void nobodyFollowsOrBlocksThemselvesOrNobody() {
    assertThatThrownBy(() -> follows.follow(anna, anna.accountId()))
        .isInstanceOf(ProfileErrors.Self.class);
    assertThatThrownBy(() -> blocks.block(anna, anna.accountId()))
        .isInstanceOf(ProfileErrors.Self.class);
    assertThatThrownBy(() -> follows.follow(anna, Ids.next())).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> blocks.block(anna, Ids.next())).isInstanceOf(NotFound.class);
  }

  @Test
  void allFollowersAreReachedInParts() {
    List<Identity> crowd = List.of(boris, register(), register());
    crowd.forEach(one -> follows.follow(one, anna.accountId()));

    Follows.Batch first = follows.followersAfter(anna.accountId(), 0, 2);
    Follows.Batch second = follows.followersAfter(anna.accountId(), first.last(), 2);
    Follows.Batch end = follows.followersAfter(anna.accountId(), second.last(), 2);
    assertThat(first.followers())
        .containsExactly(crowd.get(0).accountId(), crowd.get(1).accountId());
    assertThat(second.followers()).containsExactly(crowd.get(2).accountId());
    assertThat(end.followers()).isEmpty();
  }
}
