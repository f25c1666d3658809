package live.nio.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

  @TempDir private Path temp;

  @Test
  void whatWasCommittedSurvivesARestartAndAKilledServer() throws IOException {
    try (DataFolder folder = DataFolder.open(temp)) {
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
        jdbi(postgres.address())
            .useHandle(handle -> handle.execute("CREATE TABLE kept AS SELECT 'first' AS word"));
      }
      assertThat(temp.resolve("postgres/postmaster.pid")).doesNotExist();

      // Its server is killed: the database is left over, still running.
      EmbeddedPostgres leftOver = EmbeddedPostgres.start(folder);
      jdbi(leftOver.address())
          .useHandle(handle -> handle.execute("INSERT INTO kept VALUES ('second')"));
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
        assertThatThrownBy(() -> jdbi(leftOver.address()).open())
            .isInstanceOf(JdbiException.class)
            .hasMessageContaining("refused");
        assertThat(strings(postgres, "SELECT word FROM kept ORDER BY word"))
            .containsExactly("first", "second");
        assertThatThrownBy(() ->
                jdbi(new DatabaseAddress(postgres.address().jdbcUrl(), "nio", "guess")).open())
            .isInstanceOf(JdbiException.class)
            .hasMessageContaining("password");
      }
    }
  }

  @Test
  void aStalePidFileOfAnUnrelatedProgramDoesNotKeepItFromStarting() throws IOException {
    try (DataFolder folder = DataFolder.open(temp)) {
      EmbeddedPostgres.start(folder).close();
      Files.writeString(
          temp.resolve("postgres/postmaster.pid"), ProcessHandle.current().pid() + "\n");
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
        assertThat(strings(postgres, "SHOW listen_addresses")).containsExactly("127.0.0.1");
      }
    }
  }

  @Test
  void aClusterOfAnotherMajorVersionIsRefusedAndLeftAlone() throws IOException {
    Path cluster = Files.createDirectories(temp.resolve("postgres"));
    Files.writeString(cluster.resolve("PG_VERSION"), "9\n");
    try (DataFolder folder = DataFolder.open(temp)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("PostgreSQL 9");
    }
    assertThat(cluster.resolve("PG_VERSION")).hasContent("9");
  }

  private static List<String> strings(EmbeddedPostgres postgres, String query) {
    return jdbi(postgres.address())
        .withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
  }

  private static Jdbi jdbi(DatabaseAddress address) {
    return Jdbi.create(address.jdbcUrl(), address.user(), address.password());
  }
}
