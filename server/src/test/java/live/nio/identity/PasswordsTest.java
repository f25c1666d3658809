package live.nio.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import live.nio.platform.InvalidInput;
import live.nio.platform.TestDatabase;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

  private final Passwords passwords = new Passwords(TestDatabase.secrets());

  @Test
  void aHashIsArgon2idWithOwaspsParametersAndItsOwnSalt() {
    String hash = passwords.hash("correct horse");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
    assertThat(passwords.verify("correct horse", hash)).isTrue();
    assertThat(passwords.verify("correct horsf", hash)).isFalse();
    assertThat(passwords.isOutdated(hash)).isFalse();
  }

  @Test
  void aHashMadeByAnotherProgramVerifies() {
    // The reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(passwords.verify("password", reference)).isTrue();
    assertThat(passwords.verify("passwore", reference)).isFalse();
    assertThat(passwords.isOutdated(reference)).isTrue();
  }

  @Test
  void aBcryptHashOfAnOlderSystemVerifiesAndIsOutdated() {
    String bcrypt = OpenBSDBCrypt.generate("старый пароль".toCharArray(), new byte[16], 4);
    assertThat(passwords.verify("старый пароль", bcrypt)).isTrue();
    assertThat(passwords.verify("другой пароль", bcrypt)).isFalse();
    assertThat(passwords.isOutdated(bcrypt)).isTrue();
  }

  @Test
  void theSameLettersFromAnotherSystemAreTheSamePassword() {
    String composed = passwords.hash("caf\u00e9 caf\u00e9 caf\u00e9 caf\u00e9");
    assertThat(passwords.verify("cafe\u0301 cafe\u0301 cafe\u0301 cafe\u0301", composed)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "fourteen chars, size",
    "password1password1, too_common",
    "qwertyuiop1234567890, too_common",
    "йцукенгшщзйцукенгшщз, too_common",
    "парольпароль123, too_common",
    "aaaaaaaabbbbbbbbcccc, too_common",
    "123456789012345678, too_common",
    "iloveyouiloveyou, too_common",
    "correct horse anna battery, contains_name",
    "correct my-mailbox battery, contains_name",
  })
  void whatEverybodyTriesFirstIsRefused(String password, String error) {
    assertThatThrownBy(
            () -> passwords.check("newPassword", password, "mailbox@example.com", "Anna"))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            refusal -> {
              assertThat(refusal.errors().getFirst().field()).isEqualTo("newPassword");
              assertThat(refusal.errors().getFirst().error()).isEqualTo(error);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery",
        "на дворе трава, на траве дрова",
        "kd93-jfLw-2mdQ-x",
        "🦊🐢🦜🐙🦔🐝🦕🐳🦩🐌🦦🐞🦀🐫🦚",
      })
  void aLongSentenceIsWelcome(String password) {
    assertThatCode(() -> passwords.check("password", password, "a@b.co", "Anna"))
        .doesNotThrowAnyException();
  }

  @Test
  void theLongestPossibleOneIsReadQuickly() {
    assertThatCode(
            () -> passwords.check("password", "aB3$".repeat(32).replace("a", "ф"), null, "Anna"))
        .isInstanceOf(InvalidInput.class);
  }
}
