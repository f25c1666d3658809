package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a stream is about.
@Schema(
    name = "Category",
    enumeration = {"gaming", "music", "talk", "sports", "education", "other"})
public enum Category {
  GAMING,
  MUSIC,
  TALK,
  SPORTS,
  EDUCATION,
  OTHER;

  /// The word on the wire and in the database.
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the word; JAX-RS and Jackson call it.
  ///
  /// @throws IllegalArgumentException when it is none
  @JsonCreator
  public static Category fromString(String word) {
    return Arrays.stream(values())
        .filter(category -> category.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown category"));
  }
}
