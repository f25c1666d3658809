package live.nio.identity.qr;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Person;
import live.nio.identity.Visitor;
import org.jspecify.annotations.Nullable;

/// A row of `qr_logins`, without its hashes.
///
/// @param browser who asks to be signed in, when the code was made
/// @param number the one the browser shows
/// @param numbers the ones the phone chooses among
/// @param phone who scanned; null until then
record QrLogin(
    UUID id,
    QrState state,
    Visitor browser,
    int number,
    List<Integer> numbers,
    @Nullable Phone phone,
    Instant expiresAt) {

  /// @param sessionId the device session that scanned
  record Phone(Person person, UUID sessionId, Proximity proximity) {}

  /// Whether something can still become of it.
  boolean isOpen(Instant now) {
    return !state.isEnd() && expiresAt.isAfter(now);
  }

  /// Whose phone it is.
  Phone scannedBy() {
    if (phone == null) {
      throw new IllegalStateException("nobody has scanned it, and it is " + state);
    }
    return phone;
  }

  /// Whether this account has scanned it, or nobody.
  boolean isFreeFor(UUID accountId) {
    return phone == null || phone.person().id().equals(accountId);
  }
}
