/// Socket.IO fan-out: one event to everybody in a room, many times a second.
///
///     Bench process: schedule, generator, figures          server process: ours, then Node's, then ours …
///       FanoutBench ── ServerProcess ────── lines on stdin / stdout ──▶ FanoutServer | fanout-server.mjs
///       Generator   ◀───────────────── WebSockets on loopback ───────── timer: emit to the room
///
/// Every event carries its sequence number, the microsecond it was due at and the one it was
/// emitted at, `42["m",17,1753000000000000,1753000000000012,"xxx…"]`, on the system's clock, which
/// both processes share.
@NullMarked
package live.nio.bench.fanout;

import org.jspecify.annotations.NullMarked;
