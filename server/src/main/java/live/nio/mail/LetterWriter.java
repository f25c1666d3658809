package live.nio.mail;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import live.nio.platform.Language;

/// Writes the letters of a feature at the moment they leave. Implementations are CDI beans.
public interface LetterWriter {

  /// The kinds it writes; each has one writer.
  Set<String> kinds();

  /// Writes a letter.
  ///
  /// @param data as given to [Outbox#send]
  /// @return empty when there is no more reason to send it
  Optional<Letter> write(String kind, Map<String, String> data, Language language);
}
