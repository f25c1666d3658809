package live.nio.stream;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Optional;
import java.util.UUID;

/// The media server's shared objects.
final class MediaWiring {

  /// Without a media server everything stays peer to peer.
  @Produces
  @DefaultBean
  @ApplicationScoped
  Media none() {
    return new Media() {
      @Override
      public Answer publish(UUID streamId, PublisherChanged.Leg by, String offer) {
        throw new StreamErrors.MediaBusy();
      }

      @Override
      public Answer view(UUID streamId, String offer) {
        throw new StreamErrors.MediaBusy();
      }

      @Override
      public Optional<String> patch(String legId, String fragment) {
        return Optional.empty();
      }

      @Override
      public void close(String legId) {}

      @Override
      public boolean isOpen(String legId) {
        return false;
      }

      @Override
      public void layer(String legId, Layer choice) {}

      @Override
      public Optional<PublisherStatistics> publisherStatistics(UUID streamId) {
        return Optional.empty();
      }

      @Override
      public Optional<ViewerStatistics> viewerStatistics(String legId) {
        return Optional.empty();
      }
    };
  }
}
