package live.nio.identity.qr;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Where a code is in its life; the words of the column `qr_logins.state`.
public enum QrState {
  CREATED,
  /// A phone has it. The same phone may scan it again: its page was reloaded.
  SCANNED,
  /// The phone agreed; the browser may have its session.
  CONFIRMED,
  CONSUMED,
  REJECTED,
  EXPIRED;

  /// The states that may follow.
  Set<QrState> next() {
    return switch (this) {
      case CREATED -> Set.of(SCANNED, REJECTED, EXPIRED);
      case SCANNED -> Set.of(SCANNED, CONFIRMED, REJECTED, EXPIRED);
      case CONFIRMED -> Set.of(CONSUMED, REJECTED, EXPIRED);
      case CONSUMED, REJECTED, EXPIRED -> Set.of();
    };
  }

  /// Whether nothing can follow.
  public boolean isEnd() {
    return next().isEmpty();
  }

  /// The states this one may follow, as columns.
  List<String> comesFrom() {
    return Arrays.stream(values())
        .filter(it -> it.next().contains(this))
        .map(QrState::column)
        .toList();
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static QrState ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
