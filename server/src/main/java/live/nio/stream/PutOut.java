package live.nio.stream;

import java.util.UUID;

/// A person was put out of a stream's room; their media has to end too.
record PutOut(UUID streamId, UUID accountId) {}
