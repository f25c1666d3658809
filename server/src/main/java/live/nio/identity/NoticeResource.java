package live.nio.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What the caller should know of their account.
@Path("/api/account/notices")
@Tag(name = "Account")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class NoticeResource {

  @Schema(name = "NoticesResponse")
  record NoticesAnswer(@Schema(required = true) List<Notice> notices) {}

  @Schema(name = "NoticeDismissedResponse")
  record DismissedAnswer(@Schema(required = true) String message) {}

  @Schema(name = "NotMeResponse")
  record NotMeAnswer(
      @Schema(required = true) String message,
      @Schema(required = true) boolean passwordChangeAdvised) {}

  private final Notices notices;
  private final NoticeAnswers answers;
  private final Caller caller;

  NoticeResource(Notices notices, NoticeAnswers answers, Caller caller) {
    this.notices = notices;
    this.answers = answers;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "notices", summary = "Unanswered notices, newest first, at most 20")
  public NoticesAnswer list() {
    return new NoticesAnswer(notices.open(caller.require().accountId()));
  }

  @POST
  @Path("/{id}/dismiss")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "dismissNotice", summary = "Seen; of a new login: it was me")
  public DismissedAnswer dismiss(@PathParam("id") String id) {
    answers.dismiss(caller.require().accountId(), parse(id));
    return new DismissedAnswer("Noted.");
  }

  @POST
  @Path("/{id}/not-me")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "notMe", summary = "A new login was not me: its session ends at once")
  public NotMeAnswer notMe(@PathParam("id") String id) {
    answers.notMe(caller.require().accountId(), parse(id));
    return new NotMeAnswer("That session has ended. Change your password now.", true);
  }

  private static UUID parse(String id) {
    return Ids.require(id, "notice");
  }
}
