package live.nio.sfu.stun;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// User name fragment and password of one side, [RFC 8445
/// §5.3](https://www.rfc-editor.org/rfc/rfc8445#section-5.3). The password is not printed.
public record IceCredentials(String ufrag, String password) {
  private static final String CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int UFRAG_LENGTH = 8;
  private static final int PASSWORD_LENGTH = 24;

  /// Makes 48 bits of user name fragment and 144 bits of password.
  ///
  /// @param random a `SecureRandom`, outside of tests
  public static IceCredentials random(RandomGenerator random) {
    return new IceCredentials(
        characters(random, UFRAG_LENGTH), characters(random, PASSWORD_LENGTH));
  }

  private static String characters(RandomGenerator random, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }

  byte[] passwordBytes() {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
