package live.nio.identity;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.nio.platform.InvalidInput;
import live.nio.platform.Secrets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Password hashing and rules. Any thread; at most as many hashes at once as there are cores, since
/// each takes 19 MiB and a core.
///
/// New hashes are Argon2id with the parameters of the [OWASP cheat
/// sheet](https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html) (19
/// MiB, 2 passes, 1 lane) as PHC strings. Hashes by other parameters, and bcrypt ones from older
/// systems, still verify and are replaced at the next login.
@Singleton
class Passwords {

  /// In characters; NIST 800-63B-4 §3.1.1.2 asks for so many where a password is the only factor.
  static final int MIN_LENGTH = 15;

  static final int MAX_LENGTH = 128;

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /// The most used passwords that are long enough to pass the length rule, from public breach
  /// statistics; compared in lower case.
  private static final Set<String> COMMON =
      Set.of(
          "password",
          "password1",
          "password12",
          "password123",
          "passw0rd",
          "p@ssw0rd",
          "12345678",
          "123456789",
          "1234567890",
          "0123456789",
          "987654321",
          "87654321",
          "11111111",
          "111111111",
          "00000000",
          "88888888",
          "12341234",
          "12344321",
          "11223344",
          "123123123",
          "123321123",
          "147258369",
          "123654789",
          "qwertyui",
          "qwertyuiop",
          "qwerty12",
          "qwerty123",
          "qwerty1234",
          "1q2w3e4r",
          "1q2w3e4r5t",
          "q1w2e3r4",
          "1qaz2wsx",
          "qazwsxedc",
          "zaq12wsx",
          "asdfghjk",
          "asdfghjkl",
          "zxcvbnm1",
          "abcd1234",
          "abc12345",
          "a1b2c3d4",
          "aa123456",
          "iloveyou",
          "iloveyou1",
          "sunshine",
          "princess",
          "football",
          "baseball",
          "superman",
          "starwars",
          "whatever",
          "trustno1",
          "letmein1",
          "welcome1",
          "welcome123",
          "admin123",
          "administrator",
          "changeme",
          "changeme1",
          "computer",
          "internet",
          "samsung1",
          "michelle",
          "jennifer",
          "йцукенгш",
          "йцукенгшщз",
          "пароль123",
          "парольпароль");

  private final Secrets secrets;
  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final String decoy;

  Passwords(Secrets secrets) {
    this.secrets = secrets;
    this.decoy = encode(secrets.random(SALT_BYTES), secrets.random(HASH_BYTES));
  }

  /// Refuses passwords that everybody tries first.
  ///
  /// @throws InvalidInput for the field `password`
  void check(String password, String email, String nickname) {
    String lower = password.toLowerCase(Locale.ROOT);
    if (COMMON.contains(lower) || lower.chars().distinct().count() < 3) {
      throw new InvalidInput(
          "password", "too_common", "This password is among the first anybody would try.");
    }
    String mailName = email.substring(0, Math.max(0, email.indexOf('@')));
    for (String own : List.of(nickname.toLowerCase(Locale.ROOT), mailName)) {
      if (own.length() >= 3 && lower.contains(own)) {
        throw new InvalidInput(
            "password", "contains_name", "The password must not contain your nickname or e-mail.");
      }
    }
  }

  /// A PHC string with a fresh salt.
  String hash(String password) {
    byte[] salt = secrets.random(SALT_BYTES);
    return encode(salt, argon2(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
  }

  /// Whether the password is the one hashed; constant time for a given hash.
  boolean verify(String password, String hash) {
    Matcher phc = PHC.matcher(hash);
    if (phc.matches()) {
      byte[] expected = Base64.getDecoder().decode(phc.group(5));
      byte[] actual =
          argon2(
              password,
              Base64.getDecoder().decode(phc.group(4)),
              Integer.parseInt(phc.group(1)),
              Integer.parseInt(phc.group(2)),
              Integer.parseInt(phc.group(3)),
              expected.length);
      return MessageDigest.isEqual(expected, actual);
    }
    if (hash.startsWith("$2")) {
      cores.acquireUninterruptibly();
      try {
        return OpenBSDBCrypt.checkPassword(hash, password.toCharArray());
      } finally {
        cores.release();
      }
    }
    throw new IllegalArgumentException("unknown kind of password hash");
  }

  /// Takes as long as [#verify] does, for accounts that do not exist: whether one does must not be
  /// told by the clock.
  void verifyNobody(String password) {
    verify(password, decoy);
  }

  /// Whether the hash should be replaced now that the password is known.
  boolean isOutdated(String hash) {
    return !hash.startsWith(prefix());
  }

  private byte[] argon2(
      String password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    byte[] result = new byte[length];
    cores.acquireUninterruptibly();
    try {
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
    } finally {
      cores.release();
    }
    return result;
  }

  private static String prefix() {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(MEMORY_KIB, PASSES, LANES);
  }

  private static String encode(byte[] salt, byte[] hash) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return prefix() + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
  }
}
