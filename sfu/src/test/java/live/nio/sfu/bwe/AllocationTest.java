package live.nio.sfu.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.codec.PayloadParser;
import live.nio.sfu.rtcp.NackGenerator;
import live.nio.sfu.rtcp.ReceptionStatistics;
import live.nio.sfu.rtcp.TransportFeedbackGenerator;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.HeaderExtensionWriter;
import live.nio.sfu.rtp.RtpHeader;
import live.nio.sfu.rtp.RtpPacket;
import live.nio.sfu.rtp.SequenceUnwrapper;
import org.junit.jupiter.api.Test;

/// What is done for every packet allocates nothing.
class AllocationTest {
  private static final int PACKETS = 100_000;

  @Test
  void aPacketsWayAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Way way = new Way();
    way.run(PACKETS);
    long before = threads.getCurrentThreadAllocatedBytes();
    way.run(PACKETS);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(bytes).as("of %d packets together", PACKETS).isLessThan(PACKETS);
  }

  /// In from a publisher, out to a viewer.
  private static final class Way {
    private final byte[] packet = new byte[1_200];
    private final RtpPacket view = new RtpPacket();
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final FrameInfo info = new FrameInfo();
    private final PayloadParser parser = PayloadParser.of(Codec.VP8);
    private final ReceptionStatistics statistics = new ReceptionStatistics(1, 90_000);
    private final NackGenerator nacks = new NackGenerator();
    private final int[] due = new int[32];
    private final TransportFeedbackGenerator feedback = new TransportFeedbackGenerator();
    private final HeaderExtensionWriter writer = new HeaderExtensionWriter();
    private final BandwidthEstimator estimator = new BandwidthEstimator(BandwidthOptions.DEFAULT);
    private final PacerBudget budget = new PacerBudget();
    private int sequence;
    private long now;

    private void run(int packets) {
      for (int i = 0; i < packets; i++) {
        now += 1_000_000;
        sequence += i % 50 == 0 ? 2 : 1;
        RtpHeader.write(packet, 0, true, i % 5 == 0, 96, sequence, now, 1);
        writer.begin(packet, 12, false);
        writer.addNumber(5, sequence, 2);
        int payload = 12 + writer.end();
        packet[payload] = 0x10;
        if (!view.parse(packet, 0, packet.length)
            || !parser.parse(
                packet, view.payloadOffset(), view.payloadLength(), view.marker(), info)) {
          throw new IllegalStateException();
        }
        long unwrapped = unwrapper.unwrap(view.sequenceNumber());
        statistics.received(now, unwrapped, view.timestamp(), view.length());
        nacks.received(now, unwrapped);
        if (nacks.nextTimeout() <= now) {
          nacks.due(now, due);
        }
        feedback.received(now, view.sequenceNumber());
        budget.maySend(now);
        budget.sent(now, view.length());
        estimator.sent(now, estimator.nextTransportSequence(), view.length(), -1);
      }
    }
  }
}
