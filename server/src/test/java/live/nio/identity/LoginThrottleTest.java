package live.nio.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.platform.Language;
import live.nio.platform.RateLimits;
import live.nio.platform.TestDatabase;
import live.nio.platform.Throttled;
import live.nio.testing.Api;
import live.nio.testing.TestClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

  private static final int FREE = 5;
  private static final String HOME = "203.0.113.7";

  private final Jdbi jdbi = TestDatabase.jdbi();
  private final TestClock clock = TestClock.start();
  private final KnownDevices devices = new KnownDevices(jdbi, clock);
  private final LoginThrottle throttle = new LoginThrottle(new RateLimits(1), devices);
  private final String email = Api.freshName() + "t@example.com";
  private final UUID id = Ids.next();
  private final Account account =
      new Account(
          id,
          email,
          null,
          null,
          email.substring(0, email.indexOf('@')),
          null,
          "-",
          Role.USER,
          Language.EN,
          null,
          clock.instant());

  @BeforeEach
  void anAccount() {
    new AccountStore(jdbi).insert(account);
  }

  private LoginThrottle.Try from(String address, String deviceToken) {
    return throttle.begin(email, new Requester(address, "", Language.EN, deviceToken));
  }

  @Test
  void afterAFewTriesTheNextOneHasToWaitAndIsTold() {
    for (int i = 0; i < FREE; i++) {
      from(HOME, "new");
    }
    assertThatThrownBy(() -> from(HOME, "new"))
        .isInstanceOfSatisfying(
            Throttled.class, refusal -> assertThat(refusal.retryAfter()).isPositive());
  }

  @Test
  void whoeverGuessesDoesNotMakeTheOwnerElsewhereWait() {
    for (int i = 0; i < FREE; i++) {
      from("198.51.100.1", "new");
    }
    assertThatCode(() -> from(HOME, "new")).doesNotThrowAnyException();
  }

  @Test
  void aRightPasswordForgetsTheWrongOnes() {
    for (int i = 0; i < FREE - 1; i++) {
      from(HOME, "new");
    }
    throttle.succeeded(from(HOME, "new"));
    assertThatCode(() -> from(HOME, "new")).doesNotThrowAnyException();
  }

  @Test
  void manyNetworksTogetherGuessNoFasterThanFew() {
    int tries = 0;
    Optional<Throttled> stopped = Optional.empty();
    while (stopped.isEmpty() && tries < 200) {
      try {
        from("198.51.100." + tries, "new");
        tries++;
      } catch (Throttled refusal) {
        stopped = Optional.of(refusal);
      }
    }
    assertThat(tries).isEqualTo(30);
  }

  @Test
  void aDeviceTheAccountKnowsDoesNotWaitForTheTriesOfOthers() {
    jdbi.useHandle(handle -> devices.touch(handle, id, "my phone"));
    for (int i = 0; i < 30; i++) {
      from("198.51.100." + i, "new");
    }
    for (int i = 0; i < FREE; i++) {
      from(HOME, "my phone");
    }
    assertThatThrownBy(() -> from(HOME, "my phone")).isInstanceOf(Throttled.class);
  }

  @Test
  void anAddressWithoutAnAccountIsCountedAlike() {
    Requester requester = new Requester(HOME, "", Language.EN, "my phone");
    String nobody = "nobody-" + email;
    for (int i = 0; i < FREE; i++) {
      throttle.begin(nobody, requester);
    }
    assertThatThrownBy(() -> throttle.begin(nobody, requester)).isInstanceOf(Throttled.class);
  }
}
