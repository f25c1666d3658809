package live.nio.identity;

import com.nulabinc.zxcvbn.Zxcvbn;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.nio.platform.InvalidInput;
import live.nio.platform.Secrets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

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

  /// Guesses below which a password counts as one everybody tries. Measured on long but easy ones
  /// (a common password twice, a row of keys, a year behind a name) they need far less; four random
  /// words need far more.
  private static final double TOO_FEW_GUESSES = 1e9;

  /// The estimate takes time that grows with the square of the length, and nothing is gained by
  /// reading on.
  private static final int MEASURED_LENGTH = 64;

  private static final String CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё";
  private static final String LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";

  private final Zxcvbn estimator = new Zxcvbn();
  private final Secrets secrets;
  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final String decoy;

  Passwords(Secrets secrets) {
    this.secrets = secrets;
    this.decoy = encode(secrets.random(SALT_BYTES), secrets.random(HASH_BYTES));
  }

  /// Refuses passwords that are guessed first: the published lists of common ones, keys in a row,
  /// repetitions, names of this account and service. There are no rules of composition (NIST
  /// 800-63B-4 §3.1.1.2).
  ///
  /// @param field the field to complain about
  /// @throws InvalidInput `size`, `contains_name` or `too_common`
  void check(String field, String password, @Nullable String email, String nickname) {
    int length = password.codePointCount(0, password.length());
    if (length < MIN_LENGTH || length > MAX_LENGTH) {
      throw new InvalidInput(
          field,
          "size",
          "The password must have %d to %d characters.".formatted(MIN_LENGTH, MAX_LENGTH));
    }
    String lower = normalise(password).toLowerCase(Locale.ROOT);
    String mailName = email == null ? "" : email.substring(0, Math.max(0, email.indexOf('@')));
    for (String own : List.of(nickname.toLowerCase(Locale.ROOT), mailName)) {
      if (own.length() >= 3 && lower.contains(own)) {
        throw new InvalidInput(
            field, "contains_name", "The password must not contain your nickname or e-mail.");
      }
    }
    String measured = lower.substring(0, Math.min(lower.length(), MEASURED_LENGTH));
    if (guesses(measured) < TOO_FEW_GUESSES || guesses(onLatinKeys(measured)) < TOO_FEW_GUESSES) {
      throw new InvalidInput(
          field, "too_common", "This password is among the first anybody would try.");
    }
  }

  private double guesses(String password) {
    return estimator.measure(password, List.of("nio", "пароль", "привет", "любовь")).getGuesses();
  }

  /// The same keys on a keyboard with Latin letters: lists and rows of keys know those only.
  private static String onLatinKeys(String password) {
    StringBuilder keys = new StringBuilder(password);
    for (int i = 0; i < keys.length(); i++) {
      int key = CYRILLIC_KEYS.indexOf(keys.charAt(i));
      if (key >= 0) {
        keys.setCharAt(i, LATIN_KEYS.charAt(key));
      }
    }
    return keys.toString();
  }

  /// The same letters typed on different systems may differ in their code points.
  private static String normalise(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
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
      generator.generateBytes(normalise(password).getBytes(StandardCharsets.UTF_8), result);
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
