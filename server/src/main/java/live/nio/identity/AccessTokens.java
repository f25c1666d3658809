package live.nio.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import live.nio.platform.Secrets;

/// Access tokens: JWTs (HS256, [RFC 7519](https://www.rfc-editor.org/rfc/rfc7519), typed `at+jwt`
/// as in RFC 9068) that live [#LIFETIME]. Any thread; no database.
///
/// | claim | meaning |
/// |---|---|
/// | `sub` | account id |
/// | `sid` | device session id |
/// | `name` | nickname |
/// | `role` | `user`, `moderator` or `admin` |
/// | `aud`, `iss` | `nio` |
@Singleton
public class AccessTokens {

  /// How long a token is good for.
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final String ISSUER = "nio";
  private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
  private static final int MAX_LENGTH = 2_048;

  private final Clock clock;
  private final EndedSessions ended;
  private final MACSigner signer;
  private final MACVerifier verifier;

  AccessTokens(Secrets secrets, Clock clock, EndedSessions ended) {
    this.clock = clock;
    this.ended = ended;
    byte[] key = secrets.key("access-token");
    try {
      this.signer = new MACSigner(key);
      this.verifier = new MACVerifier(key);
    } catch (JOSEException e) {
      throw new IllegalStateException("the key has 256 bits", e);
    }
  }

  String issue(Account account, UUID sessionId) {
    Instant now = clock.instant();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build(),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(ISSUER)
                .subject(account.id().toString())
                .claim("sid", sessionId.toString())
                .claim("name", account.nickname())
                .claim("role", account.role().column())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("HS256 with our own key cannot fail", e);
    }
    return jwt.serialize();
  }

  /// Who the bearer of this token is.
  ///
  /// @throws live.nio.platform.DomainError `unauthorized` when it is malformed, forged, expired or
  ///   of an ended session
  public Identity verify(String token) {
    if (token.length() > MAX_LENGTH) {
      throw new IdentityErrors.Unauthorized();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      // The algorithm and type are ours to choose, not the token's.
      if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
          || !TYPE.equals(jwt.getHeader().getType())
          || !jwt.verify(verifier)) {
        throw new IdentityErrors.Unauthorized();
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Date expires = claims.getExpirationTime();
      if (expires == null
          || !clock.instant().isBefore(expires.toInstant())
          || !ISSUER.equals(claims.getIssuer())
          || !claims.getAudience().contains(ISSUER)) {
        throw new IdentityErrors.Unauthorized();
      }
      UUID sessionId = UUID.fromString(claims.getStringClaim("sid"));
      if (ended.contains(sessionId)) {
        throw new IdentityErrors.Unauthorized();
      }
      return new Identity(
          UUID.fromString(claims.getSubject()),
          sessionId,
          claims.getStringClaim("name"),
          Role.ofColumn(claims.getStringClaim("role")));
    } catch (ParseException
        | JOSEException
        | IllegalArgumentException
        | NullPointerException malformed) {
      throw new IdentityErrors.Unauthorized();
    }
  }
}
