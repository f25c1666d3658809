package live.nio.bench.fanout;

/// The figures of one run.
///
/// @param cpuMicros server CPU per delivery
/// @param serverShare of one processor used by the server, 1 is all of it
/// @param generatorShare the same of the generator
/// @param othersShare the same of everything else on the machine
/// @param p50Ms latency since the emit
/// @param p99Ms latency since the emit
/// @param p99DueMs latency since the event was due
/// @param residentMb of the server, at the end of the measured time
/// @param packetsPerRead events one read of the generator brought, on average
/// @param lost deliveries that never came
/// @param repeated deliveries that came twice or late
/// @param ended connections that ended
/// @param behindMs how late the server was with emitting in the end
/// @param work compilation and garbage collection of the server during the measured time
record Measurement(
    double cpuMicros,
    double deliveriesPerSecond,
    double serverShare,
    double generatorShare,
    double othersShare,
    double p50Ms,
    double p99Ms,
    double p50DueMs,
    double p99DueMs,
    double residentMb,
    double packetsPerRead,
    long lost,
    long repeated,
    int ended,
    double behindMs,
    ServerProcess.Work work) {}
