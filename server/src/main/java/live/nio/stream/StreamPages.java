package live.nio.stream;

import jakarta.inject.Singleton;
import java.util.Optional;
import live.nio.platform.Ids;
import live.nio.platform.PageMeta;

/// Link previews of `/live/{id}`.
@Singleton
class StreamPages implements PageMeta.Source {

  private static final String PREFIX = "/live/";

  private final Streams streams;

  StreamPages(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Optional<PageMeta> describe(String path, String language) {
    if (!path.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return Ids.parse(path.substring(PREFIX.length()))
        .flatMap(streams::find)
        .map(streams::view)
        .map(stream -> describe(stream, "ru".equals(language)));
  }

  private static PageMeta describe(StreamView stream, boolean russian) {
    String who = stream.streamer().nickname();
    boolean live = "live".equals(stream.status());
    String title =
        live
            ? stream.title() + (russian ? " — в эфире " : " — live by ") + who
            : stream.title() + " — " + who;
    String fallback =
        live
            ? (russian ? who + " сейчас в эфире. Заходите." : who + " is live right now. Come in.")
            : (russian ? "Эфир завершён." : "This stream is over.");
    String description = stream.description().isBlank() ? fallback : stream.description();
    return new PageMeta(title, description, "video.other");
  }
}
