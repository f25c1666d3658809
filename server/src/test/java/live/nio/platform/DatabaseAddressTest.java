package live.nio.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

  @ParameterizedTest
  @CsvSource({
    "postgres://nio:secret@db.local:6543/live, jdbc:postgresql://db.local:6543/live, nio, secret",
    "postgresql://nio:secret@db.local/live, jdbc:postgresql://db.local:5432/live, nio, secret",
    "postgres://nio@db.local/live?sslmode=require, jdbc:postgresql://db.local:5432/live?sslmode=require, nio, ''",
    "postgres://nio:p%40ss+word@db.local/live, jdbc:postgresql://db.local:5432/live, nio, p@ss+word",
  })
  void theUsualFormIsUnderstood(String url, String jdbcUrl, String user, String password) {
    assertThat(DatabaseAddress.parse(url)).isEqualTo(new DatabaseAddress(jdbcUrl, user, password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://nio:secret@db.local/live",
        "postgres://db.local/live",
        "postgres://nio:secret@db.local",
        "not a url at all"
      })
  void anotherFormIsRefusedWithoutRepeatingThePassword(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("postgres://user:password@host:5432/name")
        .hasMessageNotContaining("secret");
  }

  @Test
  void anUnreachableDatabaseIsToldInASentence() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    DatabaseAddress address =
        DatabaseAddress.parse("postgres://nio:secret@127.0.0.1:" + closed + "/live");
    assertThatThrownBy(address::probe)
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("cannot be reached")
        .hasMessageContaining("DATABASE_URL")
        .hasMessageNotContaining("secret");
  }

  @Test
  void itsTextDoesNotShowThePassword() {
    assertThat(DatabaseAddress.parse("postgres://nio:secret@h/d").toString())
        .doesNotContain("secret");
  }
}
