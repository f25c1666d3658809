package live.nio.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/// Starts and stops the media server with the server.
final class MediaWiring {

  @Produces
  @ApplicationScoped
  Media media(
      MediaSettings settings,
      Clock clock,
      Event<PublisherChanged> changes,
      Event<LayersWanted> layers,
      MeterRegistry metrics) {
    return new SfuMedia(settings, clock, changes, layers, metrics);
  }

  void stop(@Disposes Media media) {
    if (media instanceof SfuMedia sfu) {
      sfu.close();
    }
  }

  /// Opens the port before anybody asks for it, so that one in use is told at the start.
  void start(@Observes StartupEvent event, Media media) {
    if (media.isOpen("nobody")) {
      throw new IllegalStateException("a media server that has just started has no legs");
    }
  }
}
