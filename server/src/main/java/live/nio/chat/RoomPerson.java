package live.nio.chat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import live.nio.identity.Person;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Somebody in a room: a person, with what they are there.
@Schema(name = "RoomPerson")
record RoomPerson(@JsonUnwrapped Person person, @Schema(required = true) RoomRole role) {}
