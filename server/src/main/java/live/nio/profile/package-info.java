/// People to one another: profiles, follows and blocks, search, and what to watch next.
///
/// ```
/// follows (followee, follower)   one row each way; a block of either removes both and forbids new ones
/// blocks  (blocker, blocked)     the blocked one can neither follow nor write in the blocker's room
/// ```
///
/// Its queries read `accounts` and `streams`; what changes them goes through their packages:
/// account, nickname and picture belong to `identity`, streams and their tags to `stream`; this
/// package knows both and neither knows it. The package's API: [Follows], [Blocks], [Followed].
/// Everything runs on virtual threads.
@NullMarked
package live.nio.profile;

import org.jspecify.annotations.NullMarked;
