package live.nio.sfu.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DependencyDescriptorTest {
  private final DependencyDescriptor descriptor = new DependencyDescriptor();
  private final FrameInfo info = new FrameInfo();

  private boolean parse(byte[] bytes) {
    byte[] buffer = new byte[bytes.length + 6];
    System.arraycopy(bytes, 0, buffer, 3, bytes.length);
    return descriptor.parse(buffer, 3, bytes.length, info);
  }

  /// L1T2 in two decode targets: templates for T0 (key), T0 and T1.
  private static Bits keyFrame(int number) {
    Bits bits = new Bits();
    bits.put(1, 1).put(1, 0).put(6, 10).put(16, number); // start, not end, template 10
    bits.put(1, 1).put(1, 0).put(1, 0).put(1, 0).put(1, 0); // structure present, nothing custom
    bits.put(6, 10).put(5, 1); // template ids begin at 10; two decode targets
    bits.put(2, 0).put(2, 1).put(2, 3); // layers T0, T0, T1, end
    bits.put(2, 2).put(2, 2); // template 10: switch, switch
    bits.put(2, 3).put(2, 3); // template 11: required, required
    bits.put(2, 0).put(2, 1); // template 12: not present, discardable
    bits.put(1, 0); // template 10: no reference
    bits.put(1, 1).put(4, 1).put(1, 0); // template 11: two frames back
    bits.put(1, 1).put(4, 0).put(1, 0); // template 12: one frame back
    bits.put(1, 1).put(1, 0); // chains: ns(3) = 1, one chain
    // decode_target_protected_by: ns(1) has no bits
    bits.put(4, 0).put(4, 2).put(4, 1); // chain differences
    bits.put(1, 1).put(16, 639).put(16, 359); // resolution
    return bits;
  }

  private static byte[] frame(int template, int number) {
    return new Bits().put(1, 1).put(1, 1).put(6, template).put(16, number).bytes();
  }

  @Test
  void aKeyFrameBringsTheStructure() {
    assertThat(parse(keyFrame(7).bytes())).isTrue();
    assertThat(info.keyFrame).isTrue();
    assertThat(info.frameStart).isTrue();
    assertThat(info.frameEnd).isFalse();
    assertThat(info.width).isEqualTo(640);
    assertThat(info.height).isEqualTo(360);
    assertThat(descriptor.frameNumber()).isEqualTo(7);
    assertThat(descriptor.decodeTargets()).isEqualTo(2);
    assertThat(descriptor.activeDecodeTargets()).isEqualTo(3);
    assertThat(descriptor.targetTemporalId(0)).isZero();
    assertThat(descriptor.targetTemporalId(1)).isEqualTo(1);
    assertThat(descriptor.maxTemporalId()).isEqualTo(1);
    assertThat(descriptor.maxSpatialId()).isZero();
  }

  @Test
  void laterFramesNameATemplate() {
    parse(keyFrame(7).bytes());
    assertThat(parse(frame(12, 8))).isTrue();
    assertThat(info.keyFrame).isFalse();
    assertThat(info.temporalId).isEqualTo(1);
    assertThat(info.discardable).isTrue();
    assertThat(descriptor.indication(0)).isEqualTo(DependencyDescriptor.NOT_PRESENT);
    assertThat(descriptor.indication(1)).isEqualTo(DependencyDescriptor.DISCARDABLE);
    assertThat(parse(frame(11, 9))).isTrue();
    assertThat(info.temporalId).isZero();
    assertThat(info.discardable).isFalse();
  }

  @Test
  void indicationsMayBeTheFramesOwn() {
    parse(keyFrame(7).bytes());
    Bits bits = new Bits().put(1, 1).put(1, 1).put(6, 12).put(16, 8);
    bits.put(1, 0).put(1, 1).put(1, 1).put(1, 0).put(1, 0); // active targets and own indications
    bits.put(2, 0b01).put(2, 0).put(2, 2);
    assertThat(parse(bits.bytes())).isTrue();
    assertThat(descriptor.activeDecodeTargets()).isEqualTo(1);
    assertThat(info.switchUp).isTrue();
    assertThat(descriptor.indication(1)).isEqualTo(DependencyDescriptor.SWITCH);
  }

  @Test
  void nothingIsKnownBeforeTheFirstStructure() {
    assertThat(parse(frame(10, 1))).isFalse();
    assertThat(descriptor.hasStructure()).isFalse();
  }

  @Test
  void anUnknownTemplateIsRefused() {
    parse(keyFrame(7).bytes());
    assertThat(parse(frame(13, 8))).isFalse();
    assertThat(parse(frame(9, 8))).isFalse();
    assertThat(descriptor.frameNumber()).isEqualTo(7);
  }

  @Test
  void aBrokenStructureLeavesTheOldOneInUse() {
    parse(keyFrame(7).bytes());
    byte[] whole = keyFrame(8).bytes();
    for (int length = 4; length < whole.length; length++) {
      assertThat(parse(java.util.Arrays.copyOf(whole, length))).as("%d bytes", length).isFalse();
    }
    assertThat(parse(frame(12, 9))).isTrue();
    assertThat(info.temporalId).isEqualTo(1);
  }
}
