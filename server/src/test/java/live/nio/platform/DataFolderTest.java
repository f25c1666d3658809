package live.nio.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir private Path temp;

  @Test
  void aSecondServerIsRefusedAndToldWhoHasTheFolder() {
    try (DataFolder first = DataFolder.open(temp)) {
      assertThat(first.root()).isEqualTo(temp);
      assertThatThrownBy(() -> DataFolder.open(temp))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data");
    }
  }

  @Test
  void aFolderThatWasLetGoCanBeOpenedAgain() {
    DataFolder.open(temp).close();
    try (DataFolder again = DataFolder.open(temp)) {
      assertThat(again.postgres()).isEqualTo(temp.resolve("postgres"));
    }
  }

  @Test
  void aSecretIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
    try (DataFolder folder = DataFolder.open(temp)) {
      String secret = folder.secret("jwt.key");
      assertThat(secret).matches("[0-9a-f]{64}").isEqualTo(folder.secret("jwt.key"));
      assertThat(folder.secret("other.key")).isNotEqualTo(secret);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(temp.resolve("keys/jwt.key"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsToldInASentence() throws IOException {
    Path file = Files.createFile(temp.resolve("a-file"));
    assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("cannot be used");
  }
}
