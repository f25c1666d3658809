package live.nio.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NicknamesTest {

  private static final String VALID = "[A-Za-z0-9_]{3,20}";

  @ParameterizedTest
  @CsvSource({
    "Anna Smith, Anna_Smith",
    "Иван Щукин, Ivan_Shchukin",
    "Юлия, Yuliya",
    "José Ñandú, Jose_Nandu",
    "Łukasz Groß, Lukasz_Gross",
    "Mary-Jane O'Hara, Mary_Jane_OHara",
    "  dots..and__lines  , dots_and_lines",
    "Maximilian Alexander von Something, Maximilian_Alexander",
    "Ян, Yan",
  })
  void aNameBecomesOne(String name, String nickname) {
    assertThat(proposals(null, name, null).next()).isEqualTo(nickname);
  }

  @Test
  void theHandleIsPreferredThenTheNameThenTheAddress() {
    assertThat(proposals("anna_live", "Anna", "a.smith@example.com").next()).isEqualTo("anna_live");
    assertThat(proposals("x", "Anna", "a.smith@example.com").next()).isEqualTo("Anna");
    assertThat(proposals(null, "李", "a.smith@example.com").next()).isEqualTo("a_smith");
    assertThat(proposals(null, "李", null).next()).isEqualTo("user");
  }

  @Test
  void moreProposalsAreAllValidAndDiffer() {
    Iterator<String> proposals = proposals(null, "Maximilian Alexander von Something", null);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      String proposal = proposals.next();
      assertThat(proposal).matches(VALID);
      seen.add(proposal);
    }
    assertThat(seen).hasSizeGreaterThan(45);
  }

  private static Iterator<String> proposals(
      @Nullable String username, @Nullable String name, @Nullable String email) {
    return Nicknames.proposals(
        new ForeignIdentity("https://id.example", "1", name, username, email, false, null),
        new Random(7));
  }
}
