/// What forwarding costs: this SFU against Janus, the same load on both, one publisher and many
/// viewers, each behind ICE, DTLS and SRTP of their own with all feedback alive.
///
///     this process (generator)          namespace nio-bench
///     Publisher, Players ── veth pair ── SfuServer, or janus
///
/// Servers run in a network namespace of their own because Janus ignores the loopback interface.
@NullMarked
package live.nio.bench.sfu;

import org.jspecify.annotations.NullMarked;
