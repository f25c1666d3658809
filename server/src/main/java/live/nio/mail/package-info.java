/// Letters: an outbox in PostgreSQL and the way to the SMTP server. It knows no feature; features
/// say what a letter is about ([Outbox#send]) and write it when it leaves ([LetterWriter]).
///
/// ```
/// send ──▶ row in outbox ──due──▶ written ──▶ SMTP ──▶ row deleted
///                           ▲                  │ failed
///                           └── 1 min … 1 h ◀──┘        given up after a day
/// ```
///
/// A row is claimed by moving its next attempt into the future, so that several servers never send
/// it at the same time; a server that dies in between leads to a second letter rather than none.
@NullMarked
package live.nio.mail;

import org.jspecify.annotations.NullMarked;
