package live.nio.stream;

import java.util.UUID;

/// The number of people watching a stream has changed and was announced; at most once a second.
public record ViewersCounted(UUID streamId, int viewers) {}
