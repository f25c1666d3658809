package live.nio.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import live.nio.identity.DeviceInfo.Kind;
import live.nio.platform.Place;
import org.jspecify.annotations.Nullable;

/// A [Visitor] as the columns that `sessions`, `login_attempts` and `qr_logins` have in common.
public final class VisitorColumns {

  private VisitorColumns() {}

  /// Named arguments: `ip`, `userAgent`, `device`, `deviceKind`, `browser`, `system`,
  /// `countryCode`, `city`.
  public static Map<String, @Nullable Object> of(Visitor visitor) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("ip", visitor.requester().ipAddress());
    columns.put("userAgent", visitor.requester().userAgent());
    columns.put("device", visitor.device().name());
    columns.put("deviceKind", visitor.device().kind().code());
    columns.put("browser", visitor.device().browser());
    columns.put("system", visitor.device().system());
    columns.put("countryCode", visitor.place().countryCode());
    columns.put("city", visitor.place().city());
    return columns;
  }

  public static DeviceInfo device(ResultSet row) throws SQLException {
    return new DeviceInfo(
        row.getString("device"),
        Kind.ofCode(row.getString("device_kind")),
        row.getString("browser"),
        row.getString("system"));
  }

  public static Place place(ResultSet row) throws SQLException {
    String countryCode = row.getString("country_code");
    return countryCode == null && Place.isLocal(row.getString("ip_address"))
        ? Place.LOCAL
        : new Place(false, countryCode, row.getString("city"));
  }
}
