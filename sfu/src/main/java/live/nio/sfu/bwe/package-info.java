/// Send-side bandwidth estimation, probing and the budget of a pacer.
///
/// [BandwidthEstimator] follows Google Congestion Control
/// ([draft-ietf-rmcat-gcc-02](https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02)) with the
/// trendline filter that took the place of its Kalman filter:
///
///     feedback ─┬─▶ ArrivalGroups ─▶ Trendline ─▶ over-use? ─▶ AimdRate ──┐
///               ├─▶ ReceivedRate ────────────────────────────────▲        ├─▶ min ─▶ estimate
///               ├─▶ LossLimit ────────────────────────────────────────────┤
///               └─▶ Prober ─────────────── raises both when a probe tells ─┘
///
/// | what | here | why |
/// |---|---|---|
/// | §5.3 arrival-time filter | least squares over 20 groups | as deployed; steadier with bursts of frames |
/// | §5.5 decrease | 0.85 of what arrives; when little is sent and it all arrives, 0.9 of the estimate | a spike says nothing about a rate that was not used |
/// | §6 loss-based | only loss beyond what the link shows by itself counts | random loss on radio links must not take the picture away |
/// | probing | when a layer wants more | padding otherwise serves nobody |
///
/// All classes take the time as an argument, belong to one thread and allocate nothing per packet.
@NullMarked
package live.nio.sfu.bwe;

import org.jspecify.annotations.NullMarked;
