package live.nio.identity.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.SignInMethod;
import live.nio.platform.Ids;
import live.nio.platform.Secrets;
import org.jspecify.annotations.Nullable;

/// Makes [Errand]s and seals them: encrypted JWTs (`dir`, A256GCM) by a key of ours, so that the
/// browser that carries one can neither read nor change it. Any thread.
///
/// An errand is good for [#LIFETIME] and for one answer; which ones were used is kept in memory,
/// bounded. A restart forgets that, which gives nothing away: providers redeem a code once.
@Singleton
class Errands {

  /// How long people may take at the provider.
  static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final int SECRET_BYTES = 32;
  private static final int MAX_LENGTH = 4_096;
  private static final int MAX_USED = 100_000;

  private final Secrets secrets;
  private final Clock clock;
  private final DirectEncrypter encrypter;
  private final DirectDecrypter decrypter;
  private final Cache<UUID, Boolean> used =
      Caffeine.newBuilder().maximumSize(MAX_USED).expireAfterWrite(LIFETIME).build();

  Errands(Secrets secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
    byte[] key = secrets.key("oauth-errand");
    try {
      this.encrypter = new DirectEncrypter(key);
      this.decrypter = new DirectDecrypter(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("the key has 256 bits", e);
    }
  }

  /// A new errand with secrets of its own.
  ///
  /// @param caller whose it is, or null for a login
  Errand create(
      SignInMethod provider,
      Errand.Purpose purpose,
      String next,
      @Nullable Identity caller,
      @Nullable String deviceToken) {
    return new Errand(
        Ids.next(),
        provider,
        purpose,
        secret(),
        secret(),
        secret(),
        next,
        caller == null ? null : caller.accountId(),
        caller == null ? null : caller.sessionId(),
        deviceToken,
        clock.instant());
  }

  String seal(Errand errand) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(errand.id().toString())
            .issueTime(Date.from(errand.startedAt()))
            .claim("provider", errand.provider().code())
            .claim("purpose", errand.purpose().name())
            .claim("state", errand.state())
            .claim("nonce", errand.nonce())
            .claim("verifier", errand.verifier())
            .claim("next", errand.next())
            .claim("device", errand.deviceToken());
    if (errand.accountId() != null && errand.sessionId() != null) {
      claims.subject(errand.accountId().toString()).claim("sid", errand.sessionId().toString());
    }
    EncryptedJWT jwt =
        new EncryptedJWT(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), claims.build());
    try {
      jwt.encrypt(encrypter);
    } catch (JOSEException e) {
      throw new IllegalStateException("A256GCM with our own key cannot fail", e);
    }
    return jwt.serialize();
  }

  /// The errand a browser brought back; empty when it is none of ours, or too old.
  Optional<Errand> open(String sealed) {
    if (sealed.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      EncryptedJWT jwt = EncryptedJWT.parse(sealed);
      if (!JWEAlgorithm.DIR.equals(jwt.getHeader().getAlgorithm())
          || !EncryptionMethod.A256GCM.equals(jwt.getHeader().getEncryptionMethod())) {
        return Optional.empty();
      }
      jwt.decrypt(decrypter);
      Errand errand = read(jwt.getJWTClaimsSet());
      return clock.instant().isBefore(errand.startedAt().plus(LIFETIME))
          ? Optional.of(errand)
          : Optional.empty();
    } catch (ParseException | JOSEException notOurs) {
      return Optional.empty();
    }
  }

  /// Uses an errand up.
  ///
  /// @return false when it has been used before
  boolean use(Errand errand) {
    return used.asMap().putIfAbsent(errand.id(), Boolean.TRUE) == null;
  }

  private static Errand read(JWTClaimsSet claims) throws ParseException {
    String account = claims.getSubject();
    String session = claims.getStringClaim("sid");
    return new Errand(
        UUID.fromString(claims.getJWTID()),
        SignInMethod.ofCode(claims.getStringClaim("provider")),
        Errand.Purpose.valueOf(claims.getStringClaim("purpose")),
        claims.getStringClaim("state"),
        claims.getStringClaim("nonce"),
        claims.getStringClaim("verifier"),
        claims.getStringClaim("next"),
        account == null ? null : UUID.fromString(account),
        session == null ? null : UUID.fromString(session),
        claims.getStringClaim("device"),
        Instant.ofEpochSecond(claims.getIssueTime().toInstant().getEpochSecond()));
  }

  /// 43 characters of base64url; what PKCE wants, and what no provider changes on the way.
  private String secret() {
    return Secrets.text(secrets.random(SECRET_BYTES));
  }
}
