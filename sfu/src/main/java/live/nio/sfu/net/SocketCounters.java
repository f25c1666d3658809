package live.nio.sfu.net;

/// What went through a socket since it was opened.
///
/// @param received datagrams
/// @param receivedBytes of UDP payload
/// @param truncated datagrams longer than a slot, which were dropped
/// @param sent datagrams
/// @param sentBytes of UDP payload
/// @param sendCalls system calls that sent
/// @param segmented datagrams that left in runs of several, cut by the kernel or the network card
/// @param dropped datagrams the system's buffers did not take
/// @param failed datagrams that could not be sent for another reason, such as no route
public record SocketCounters(
    long received,
    long receivedBytes,
    long truncated,
    long sent,
    long sentBytes,
    long sendCalls,
    long segmented,
    long dropped,
    long failed) {}
