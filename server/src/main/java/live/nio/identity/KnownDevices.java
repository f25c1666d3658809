package live.nio.identity;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import live.nio.platform.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The devices an account has been used from, by the hash of the token each carries.
@Singleton
class KnownDevices {

  /// A device that was away longer is new again.
  private static final Duration REMEMBERED = Duration.ofDays(365);

  private final Jdbi jdbi;
  private final Clock clock;

  KnownDevices(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /// Notes that the device is used now.
  ///
  /// @return whether it had been used before
  boolean touch(Handle handle, UUID accountId, String deviceToken) {
    int updated =
        handle
            .createUpdate(
                """
                UPDATE known_devices SET last_seen_at = :now
                WHERE account_id = :accountId AND device_hash = :hash
                """)
            .bind("now", clock.instant())
            .bind("accountId", accountId)
            .bind("hash", hash(deviceToken))
            .execute();
    if (updated == 0) {
      handle
          .createUpdate(
              """
              INSERT INTO known_devices (account_id, device_hash, last_seen_at)
              VALUES (:accountId, :hash, :now) ON CONFLICT DO NOTHING
              """)
          .bind("accountId", accountId)
          .bind("hash", hash(deviceToken))
          .bind("now", clock.instant())
          .execute();
    }
    return updated > 0;
  }

  /// Whether the account with this address has been used from this device. One query whether or not
  /// there is such an account, so that the time does not tell.
  boolean knows(String email, String deviceToken) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT exists(SELECT 1 FROM known_devices d JOIN accounts a ON a.id = d.account_id
                  WHERE a.email = :email AND d.device_hash = :hash)
                """)
            .bind("email", email)
            .bind("hash", hash(deviceToken))
            .mapTo(boolean.class)
            .one());
  }

  /// Forgets all devices of an account.
  void forgetAll(Handle handle, UUID accountId) {
    handle
        .createUpdate("DELETE FROM known_devices WHERE account_id = :accountId")
        .bind("accountId", accountId)
        .execute();
  }

  int deleteForgotten() {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM known_devices WHERE last_seen_at < :before")
            .bind("before", clock.instant().minus(REMEMBERED))
            .execute());
  }

  static byte[] hash(String deviceToken) {
    return Secrets.sha256(deviceToken.getBytes(StandardCharsets.UTF_8));
  }
}
