package live.nio.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.time.Duration;
import java.util.Set;
import live.nio.identity.Identity;
import live.nio.identity.Role;
import live.nio.identity.SignInMethod;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.TestClock;
import org.junit.jupiter.api.Test;

class ErrandsTest {

  private final TestClock clock = TestClock.start();
  private final Errands errands = new Errands(TestDatabase.secrets(), clock);
  private final Errand errand =
      errands.create(SignInMethod.VK, Errand.Purpose.LOGIN, "/live/1", null, "device");

  @Test
  void whatWasSealedIsOpened() {
    assertThat(errands.open(errands.seal(errand))).contains(errand);
    Errand ofSomebody =
        errands.create(
            SignInMethod.GOOGLE,
            Errand.Purpose.LINK,
            "/",
            new Identity(Ids.next(), Ids.next(), "anna", Role.USER),
            null);
    assertThat(errands.open(errands.seal(ofSomebody))).contains(ofSomebody);
  }

  @Test
  void itsSecretsAreItsOwnAndLongEnoughForPkce() {
    Errand another = errands.create(SignInMethod.VK, Errand.Purpose.LOGIN, "/", null, null);
    assertThat(errand.state()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(another.state());
    assertThat(errand.verifier()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(another.verifier());
    assertThat(Set.of(errand.state(), errand.nonce(), errand.verifier())).hasSize(3);
  }

  @Test
  void nobodyWhoCarriesItCanReadOrChangeIt() {
    String sealed = errands.seal(errand);
    assertThat(sealed).doesNotContain(errand.state()).doesNotContain(errand.verifier());
    int middle = sealed.length() / 2;
    char other = sealed.charAt(middle) == 'A' ? 'B' : 'A';
    assertThat(errands.open(sealed.substring(0, middle) + other + sealed.substring(middle + 1)))
        .isEmpty();
    assertThat(
            errands.open(
                new PlainJWT(new JWTClaimsSet.Builder().jwtID(errand.id().toString()).build())
                    .serialize()))
        .isEmpty();
    assertThat(errands.open("x".repeat(10_000))).isEmpty();
    assertThat(errands.open("")).isEmpty();
  }

  @Test
  void tenMinutesAreAllItGets() {
    String sealed = errands.seal(errand);
    clock.advance(Errands.LIFETIME.minusSeconds(1));
    assertThat(errands.open(sealed)).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(errands.open(sealed)).isEmpty();
  }

  @Test
  void itIsUsedOnce() {
    assertThat(errands.use(errand)).isTrue();
    assertThat(errands.use(errand)).isFalse();
  }
}
