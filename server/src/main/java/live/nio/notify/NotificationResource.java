package live.nio.notify;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What the caller is told in the app. The contract is in `docs/protocols/people.md`.
@Path("/api/notifications")
@Tag(name = "Notifications")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class NotificationResource {

  private static final int MAX_IDS = 100;

  @Schema(name = "NotificationPage")
  record NotificationList(
      @Schema(required = true) List<Notification> notifications,
      @Schema(required = true) int unread,
      @Schema(required = true) boolean hasMore) {}

  /// @param ids null for all
  @Schema(name = "ReadNotificationsRequest")
  record ReadRequest(@Nullable @Size(max = MAX_IDS) List<@NotNull @Size(max = 64) String> ids) {}

  @Schema(name = "UnreadResponse")
  record UnreadAnswer(@Schema(required = true) int unread) {}

  private final Notifications notifications;
  private final RateLimits limits;
  private final Caller caller;

  NotificationResource(Notifications notifications, RateLimits limits, Caller caller) {
    this.notifications = notifications;
    this.limits = limits;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "listNotifications", summary = "Notifications before one, or the newest")
  public NotificationList list(
      @QueryParam("before") @Nullable @Size(max = 64) String before,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    UUID beforeId = before == null ? null : Ids.require(before, "notification");
    Notifications.Excerpt found =
        notifications.excerpt(caller.require().accountId(), beforeId, limit);
    return new NotificationList(found.notifications(), found.unread(), found.hasMore());
  }

  @POST
  @Path("/read")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "readNotifications", summary = "Mark some as read, or all without ids")
  public UnreadAnswer read(@Valid @Nullable ReadRequest request) {
    UUID account = caller.require().accountId();
    limits.take(Limit.NOTIFICATIONS_READ, account.toString());
    List<String> ids = request == null ? null : request.ids();
    return new UnreadAnswer(
        notifications.read(
            account,
            ids == null ? null : ids.stream().flatMap(id -> Ids.parse(id).stream()).toList()));
  }
}
