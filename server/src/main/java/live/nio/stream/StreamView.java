package live.nio.stream;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Person;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A stream as everybody sees it.
///
/// @param streamerOnline false while a live stream's streamer is away
/// @param previewUrl path of a picture of it on this server; null without one
/// @param tags in lower case, five at most
/// @param viewerCount people watching now
@Schema(name = "Stream")
public record StreamView(
    @Schema(required = true) UUID id,
    @Schema(required = true) String title,
    @Schema(required = true) String description,
    @Schema(required = true) Category category,
    @Schema(required = true) List<String> tags,
    @Schema(required = true, nullable = true) @Nullable String previewUrl,
    @Schema(
            required = true,
            enumeration = {"live", "ended"})
        String status,
    @Schema(required = true) Person streamer,
    @Schema(required = true) boolean streamerOnline,
    @Schema(required = true) int viewerCount,
    @Schema(required = true) int peakViewers,
    @Schema(required = true) int messageCount,
    @Schema(required = true) Instant startedAt,
    @Schema(required = true, nullable = true) @Nullable Instant endedAt,
    @Schema(required = true, nullable = true) @Nullable EndReason endReason) {}
