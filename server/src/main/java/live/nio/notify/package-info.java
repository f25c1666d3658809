/// What people are told in the app: somebody they follow is live, somebody follows them.
///
/// ```
/// StreamStarted ─▶ announcement (one row, unless the streamer had one within 30 minutes)
///                     └─▶ in the background, 1,000 followers a transaction ─▶ notifications ─▶ open pages
/// Followed ──────────▶ in the background, unless one of this person is unread ──┘
/// ```
///
/// A stream starts as fast with 100,000 followers as with none: the announcement remembers how far
/// it has come, and a restart goes on there. The package has no API: it listens to others.
@NullMarked
package live.nio.notify;

import org.jspecify.annotations.NullMarked;
