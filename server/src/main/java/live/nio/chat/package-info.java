/// The room of a streamer: what is said in it, who may say it, and who keeps order.
///
/// ```
/// chat_message ─▶ ChatEvents ─▶ Standings (role, ban, rules: may they?) ─▶ ChatLog ─▶ chat_messages, then the room
/// user_ban     ─▶ ModerationEvents ─▶ RoomRoles (may they, to them?) ─▶ Bans ─▶ room_bans + room_audit, then the room
/// ```
///
/// A message is stored before anybody sees it. `clientMessageId`, chosen by the sender, makes
/// sending again harmless: the second time nothing is stored or broadcast, and the sender gets the
/// stored message. What people say and what the server says are lines of one chat, in one order
/// ([ChatLog]). Deleted messages stay in the table for a year and are in no answer.
///
/// Rules, moderators, bans and audit belong to the streamer, not to a stream: `rooms`,
/// `room_moderators`, `room_bans`, `room_audit`. Who may do what to whom is one table
/// ([RoomAction]). The rules about texts look at what people see ([Glyphs], [Links],
/// [BlockedWords], [Emotes]). The contract is in `docs/protocols/room.md`. Virtual threads.
@NullMarked
package live.nio.chat;

import org.jspecify.annotations.NullMarked;
