package live.nio.platform;

import java.util.Optional;

/// What a link to a page shows in a messenger or search result; plain text, escaped by the server.
///
/// @param title of the page
/// @param description one or two sentences
/// @param type Open Graph type, `website` or `video.other`
public record PageMeta(String title, String description, String type) {

  /// A feature that knows some pages of the web app.
  public interface Source {
    /// The description of a page, or empty when the path is not this feature's. Called on a virtual
    /// thread; may query the database.
    ///
    /// @param path path of the page, for example `/live/0198…`
    /// @param language `ru` or `en`
    Optional<PageMeta> describe(String path, String language);
  }
}
