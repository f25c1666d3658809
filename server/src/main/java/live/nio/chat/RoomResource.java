package live.nio.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.platform.Pagination;
import live.nio.platform.RateLimits;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The room of a streamer, for who moderates it, also while nothing is live. The contract is in
/// `docs/protocols/room.md`.
@Path("/api/rooms/{streamerId}")
@Tag(name = "Rooms")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class RoomResource {

  @Schema(name = "Room")
  record Room(
      @Schema(required = true) Rules rules,
      @Schema(required = true) List<String> blockedWords,
      @Schema(required = true) List<Person> moderators) {}

  @Schema(name = "RoomRulesResponse")
  record RulesAnswer(@Schema(required = true) Rules rules) {}

  /// @param words `*` at an end of a word stands for any letters
  @Schema(name = "BlockedWordsRequest")
  record WordsRequest(
      @NotNull @Size(max = BlockedWords.MAX_WORDS) @Schema(required = true)
          List<@NotNull @Size(min = 1, max = BlockedWords.MAX_LENGTH) String> words) {}

  @Schema(name = "BlockedWordsResponse")
  record WordsAnswer(@Schema(required = true) List<String> blockedWords) {}

  @Schema(name = "ModeratorsResponse")
  record ModeratorsAnswer(@Schema(required = true) List<Person> moderators) {}

  @Schema(name = "RoomBanPage")
  record BanList(
      @Schema(required = true) List<Bans.Ban> bans,
      @Schema(required = true) Pagination pagination) {}

  /// @param person to whom it was done, or null
  @Schema(name = "RoomAuditEntry")
  record AuditEntry(
      @Schema(required = true) UUID id,
      @Schema(required = true) Audit.Action action,
      @Schema(required = true) Person by,
      @Schema(required = true, nullable = true) @Nullable Person person,
      @Schema(required = true, type = SchemaType.OBJECT) JsonNode detail,
      @Schema(required = true) Instant createdAt) {}

  @Schema(name = "RoomAuditPage")
  record AuditList(
      @Schema(required = true) List<AuditEntry> entries,
      @Schema(required = true) boolean hasMore) {}

  private final Rooms rooms;
  private final Moderators moderators;
  private final Bans bans;
  private final Audit audit;
  private final RoomRoles roles;
  private final People people;
  private final RateLimits limits;
  private final Caller caller;

  RoomResource(
      Rooms rooms,
      Moderators moderators,
      Bans bans,
      Audit audit,
      RoomRoles roles,
      People people,
      RateLimits limits,
      Caller caller) {
    this.rooms = rooms;
    this.moderators = moderators;
    this.bans = bans;
    this.audit = audit;
    this.roles = roles;
    this.people = people;
    this.limits = limits;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "getRoom", summary = "A room's rules, blocked words and moderators")
  public Room room(@PathParam("streamerId") String streamerId) {
    UUID room = allowed(streamerId, RoomAction.SEE_ROOM);
    RoomStore.Settings settings = rooms.settings(room);
    return new Room(settings.rules(), settings.blockedWords(), moderators.of(room));
  }

  @PUT
  @Path("/rules")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "setRoomRules", summary = "Replace the rules of a room")
  public RulesAnswer rules(
      @PathParam("streamerId") String streamerId, @Valid @NotNull Rules rules) {
    UUID room = changed(streamerId, RoomAction.CHANGE_RULES);
    return new RulesAnswer(rooms.change(caller.require(), room, _ -> rules));
  }

  @PUT
  @Path("/blocked-words")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "setBlockedWords", summary = "Replace the blocked words of a room")
  public WordsAnswer words(
      @PathParam("streamerId") String streamerId, @Valid @NotNull WordsRequest request) {
    UUID room = changed(streamerId, RoomAction.CHANGE_RULES);
    return new WordsAnswer(rooms.block(caller.require(), room, request.words()));
  }

  // ---- moderators

  @GET
  @Path("/moderators")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "listModerators", summary = "The moderators of one's room, at most 100")
  public ModeratorsAnswer moderators(@PathParam("streamerId") String streamerId) {
    return new ModeratorsAnswer(moderators.of(allowed(streamerId, RoomAction.NAME_MODERATORS)));
  }

  @PUT
  @Path("/moderators/{userId}")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "addModerator", summary = "Name a moderator of one's room")
  public ModeratorsAnswer addModerator(
      @PathParam("streamerId") String streamerId, @PathParam("userId") String userId) {
    UUID room = changed(streamerId, RoomAction.NAME_MODERATORS);
    moderators.add(caller.require(), room, person(userId));
    return new ModeratorsAnswer(moderators.of(room));
  }

  @DELETE
  @Path("/moderators/{userId}")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "removeModerator", summary = "Name a moderator of one's room no more")
  public ModeratorsAnswer removeModerator(
      @PathParam("streamerId") String streamerId, @PathParam("userId") String userId) {
    UUID room = changed(streamerId, RoomAction.NAME_MODERATORS);
    moderators.remove(caller.require(), room, person(userId));
    return new ModeratorsAnswer(moderators.of(room));
  }

  // ---- bans

  @GET
  @Path("/bans")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "listRoomBans", summary = "Bans and time-outs in force, newest first")
  public BanList bans(
      @PathParam("streamerId") String streamerId,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    Bans.Page found = bans.list(allowed(streamerId, RoomAction.SEE_ROOM), page, limit);
    return new BanList(found.bans(), found.pagination());
  }

  @DELETE
  @Path("/bans/{userId}")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "unbanFromRoom", summary = "End a ban or time-out")
  public void unban(
      @PathParam("streamerId") String streamerId, @PathParam("userId") String userId) {
    bans.unban(caller.require(), changed(streamerId, RoomAction.UNBAN), person(userId));
  }

  // ---- audit

  @GET
  @Path("/audit")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "listRoomAudit", summary = "Who did what in a room, newest first")
  public AuditList audit(
      @PathParam("streamerId") String streamerId,
      @QueryParam("before") @Nullable @Size(max = 64) String before,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    UUID room = allowed(streamerId, RoomAction.SEE_ROOM);
    UUID beforeId = before == null ? null : Ids.require(before, "entry");
    List<Audit.Entry> found = audit.before(room, beforeId, limit + 1);
    List<Audit.Entry> page = found.stream().limit(limit).toList();
    Set<UUID> ids = new HashSet<>();
    for (Audit.Entry entry : page) {
      ids.add(entry.byId());
      if (entry.personId() != null) {
        ids.add(entry.personId());
      }
    }
    Map<UUID, Person> persons = people.byIds(ids);
    return new AuditList(
        page.stream().map(entry -> show(entry, persons)).toList(), found.size() > limit);
  }

  private static AuditEntry show(Audit.Entry entry, Map<UUID, Person> persons) {
    UUID personId = entry.personId();
    return new AuditEntry(
        entry.id(),
        entry.action(),
        ChatLines.person(persons, entry.byId()),
        personId == null ? null : ChatLines.person(persons, personId),
        entry.detail(),
        entry.createdAt());
  }

  // ---- helpers

  /// The room, if the caller may do this in it.
  private UUID allowed(String streamerId, RoomAction action) {
    UUID room = Ids.require(streamerId, "room");
    roles.require(room, caller.require(), action);
    return room;
  }

  /// As [#allowed], for what changes something.
  private UUID changed(String streamerId, RoomAction action) {
    Identity actor = caller.require();
    limits.take(Limit.MODERATE, actor.accountId().toString());
    return allowed(streamerId, action);
  }

  private static UUID person(String id) {
    return Ids.require(id, "person");
  }
}
