package live.nio.bench.sfu;

/// The figures of one run.
///
/// @param cpuMicros of the server per packet that reached a viewer
/// @param packetsPerSecond that reached viewers
/// @param serverShare of one processor used by the server, 1 is all of it
/// @param generatorShare the same of the generator
/// @param othersShare the same of everything else on the machine
/// @param p50Ms of the transit from publisher to viewer
/// @param joinP50Ms from asking for the stream to its first packet
/// @param lost packets that never came
/// @param recovered packets that came as retransmissions
/// @param allocatedPerPacket bytes of the server's heap, 0 where unknown
record Measurement(
    double cpuMicros,
    double packetsPerSecond,
    double serverShare,
    double generatorShare,
    double othersShare,
    double p50Ms,
    double p99Ms,
    double p999Ms,
    double joinP50Ms,
    double joinP95Ms,
    long lost,
    long recovered,
    long freezes,
    double allocatedPerPacket,
    double residentMb,
    Signalling.Work work) {}
