package live.nio.platform;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A language the product speaks.
public enum Language {
  EN("en"),
  RU("ru");

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /// ISO 639-1, as stored.
  public String code() {
    return code;
  }

  public Locale locale() {
    return Locale.forLanguageTag(code);
  }

  /// The stored language; English for one we no longer speak.
  public static Language ofCode(String code) {
    return RU.code.equals(code) ? RU : EN;
  }

  /// What a browser would like best of what we speak ([RFC 9110
  /// §12.5.4](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4)); English without a wish we
  /// understand.
  ///
  /// @param acceptLanguage the header's value
  public static Language ofHeader(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > MAX_HEADER_LENGTH) {
      return EN;
    }
    try {
      String best =
          Locale.lookupTag(Locale.LanguageRange.parse(acceptLanguage), List.of(EN.code, RU.code));
      return best == null ? EN : ofCode(best);
    } catch (IllegalArgumentException malformed) {
      return EN;
    }
  }

  private static final int MAX_HEADER_LENGTH = 200;
}
