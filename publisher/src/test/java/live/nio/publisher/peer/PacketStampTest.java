package live.nio.publisher.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketStampTest {
  @Test
  void isReadBackFromTheEndOfAPayload() {
    byte[] packet = new byte[200];
    byte[] payload = new byte[100];
    PacketStamp.write(payload, 0x0123_4567_89ab_cdefL);
    System.arraycopy(payload, 0, packet, 40, 100);
    assertThat(PacketStamp.read(packet, 40, 100)).hasValue(0x0123_4567_89ab_cdefL);
  }

  @Test
  void isAbsentFromOthers() {
    assertThat(PacketStamp.read(new byte[100], 0, 100)).isEmpty();
    assertThat(PacketStamp.read(new byte[10], 0, 10)).isEmpty();
  }

  @Test
  void leavesShortPayloadsAlone() {
    byte[] payload = new byte[20];
    PacketStamp.write(payload, 1);
    assertThat(payload).containsOnly(0);
  }
}
