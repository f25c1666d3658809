/// The chat of a live stream: history, messages, and paging back.
///
/// A message is stored before anybody sees it. `clientMessageId`, chosen by the sender, makes
/// sending again harmless: the second time nothing is stored or broadcast, and the sender gets the
/// stored message. Virtual threads.
@NullMarked
package live.nio.chat;

import org.jspecify.annotations.NullMarked;
