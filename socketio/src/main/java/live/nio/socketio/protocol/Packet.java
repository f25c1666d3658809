package live.nio.socketio.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// One Socket.IO packet, [packet encoding](https://github.com/socketio/socket.io-protocol#packet-encoding).
///
///     <type>[<attachments>-][<namespace>,][<ack id>][<JSON>]
///
///     type         one digit
///     attachments  only types 5 and 6: how many binary messages follow
///     namespace    begins with '/', ends before ','; left out for "/"
///     ack id       decimal digits
///     JSON         binary values are written {"_placeholder":true,"num":<index of the attachment>}
///
/// Each is the payload of one Engine.IO message; attachments are the binary messages right behind it. In the trees here,
/// attachments are `BinaryNode`s in the place of their placeholders.
public sealed interface Packet {
  /// The namespace when none is written.
  String MAIN = "/";

  String namespace();

  /// Type 0. Client → server: let me into a namespace, with credentials; server → client: you are in.
  ///
  ///     0                        {}, main namespace
  ///     0/admin,{"token":"123"}
  ///
  /// @param data null when the packet has none
  record Connect(String namespace, @Nullable ObjectNode data) implements Packet {}

  /// Type 1, either side: out of the namespace.
  ///
  ///     1
  ///     1/admin,
  record Disconnect(String namespace) implements Packet {}

  /// Type 2, and 5 with attachments; either side.
  ///
  ///     2["hello",1]
  ///     2/admin,12["hello"]                                  12: an acknowledgement is asked for
  ///     51-["photo",{"_placeholder":true,"num":0}]           + ff d8 …
  ///
  /// @param id the acknowledgement asked for, or [#NO_ID]
  /// @param args the name of the event, then its arguments; never empty
  record Event(String namespace, long id, ArrayNode args) implements Packet {}

  /// Type 3, and 6 with attachments; either side, answers an [Event] with this id.
  ///
  ///     312["ok"]
  ///     61-/admin,12[{"_placeholder":true,"num":0}]          + 01 02
  record Ack(String namespace, long id, ArrayNode args) implements Packet {}

  /// Type 4, server → client: not let into the namespace.
  ///
  ///     4{"message":"Not authorized"}
  record ConnectError(String namespace, JsonNode data) implements Packet {}

  /// No acknowledgement is asked for.
  long NO_ID = -1;
}
