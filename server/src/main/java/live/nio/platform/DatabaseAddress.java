package live.nio.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Where the database is and who we are there.
///
/// @param jdbcUrl `jdbc:postgresql://host:port/name`, without credentials
/// @param user role to connect as
/// @param password its password; never logged
public record DatabaseAddress(String jdbcUrl, String user, String password) {

  private static final int DEFAULT_PORT = 5432;
  private static final String PROBE_TIMEOUT_SECONDS = "5";

  /// Reads the form every host hands out: `postgres://user:password@host:5432/name?sslmode=require`
  /// (also `postgresql://`).
  ///
  /// @throws StartupFailure when it is not of that form
  public static DatabaseAddress parse(String url) {
    try {
      URI uri = new URI(url.strip());
      String userInfo = uri.getRawUserInfo();
      if (!("postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme()))
          || uri.getHost() == null
          || userInfo == null
          || uri.getPath() == null
          || uri.getPath().length() < 2) {
        throw malformed();
      }
      int colon = userInfo.indexOf(':');
      String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
      String password = colon < 0 ? "" : decode(userInfo.substring(colon + 1));
      int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new DatabaseAddress(
          "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query,
          user,
          password);
    } catch (URISyntaxException e) {
      throw malformed();
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static StartupFailure malformed() {
    return new StartupFailure(
        "DATABASE_URL must look like postgres://user:password@host:5432/name.");
  }

  /// Connects once, so that a wrong address is told in a sentence instead of a stack trace.
  ///
  /// @throws StartupFailure when the database does not answer or refuses us
  void probe() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", PROBE_TIMEOUT_SECONDS);
    properties.setProperty("loginTimeout", PROBE_TIMEOUT_SECONDS);
    try (Connection connection = DriverManager.getConnection(jdbcUrl, properties)) {
      connection.isValid(1);
    } catch (SQLException e) {
      throw new StartupFailure(
          "The database at %s cannot be reached as %s: %s\nCheck DATABASE_URL, or unset it to use the embedded database."
              .formatted(jdbcUrl, user, e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return user + "@" + jdbcUrl;
  }
}
