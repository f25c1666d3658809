package live.nio.sfu.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import live.nio.sfu.rtp.Codec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PayloadParserTest {
  private static final int AT = 5;
  private final FrameInfo info = new FrameInfo();

  private boolean parse(Codec codec, boolean marker, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] buffer = new byte[bytes.length + 9];
    System.arraycopy(bytes, 0, buffer, AT, bytes.length);
    return PayloadParser.of(codec).parse(buffer, AT, bytes.length, marker, info);
  }

  @Nested
  class Vp8 {
    @Test
    void keyFrameWithPictureIdAndLayer() {
      assertThat(
              parse(
                  Codec.VP8,
                  false,
                  "90" // X, S, partition 0
                      + "F0" // I, L, T, K
                      + "9234" // 15 bits of picture id
                      + "7F" // TL0PICIDX
                      + "25" // TID 0, Y, KEYIDX 5
                      + "10 0200" // frame tag: key frame
                      + "9D012A" // start code
                      + "8002 E041")) // 640, scale 0; 480, scale 1
          .isTrue();
      assertThat(info.keyFrame).isTrue();
      assertThat(info.frameStart).isTrue();
      assertThat(info.frameEnd).isFalse();
      assertThat(info.pictureId).isEqualTo(0x1234);
      assertThat(info.pictureIdBits).isEqualTo(15);
      assertThat(info.pictureIdOffset).isEqualTo(AT + 2);
      assertThat(info.tl0PicIdx).isEqualTo(127);
      assertThat(info.tl0PicIdxOffset).isEqualTo(AT + 4);
      assertThat(info.keyIndex).isEqualTo(5);
      assertThat(info.temporalId).isZero();
      assertThat(info.switchUp).isTrue();
      assertThat(info.width).isEqualTo(640);
      assertThat(info.height).isEqualTo(480);
    }

    @Test
    void interFrameOfAHigherLayer() {
      assertThat(parse(Codec.VP8, true, "B0 E0 12 34 A0 11")).isTrue();
      assertThat(info.keyFrame).isFalse();
      assertThat(info.frameStart).isTrue();
      assertThat(info.frameEnd).isTrue();
      assertThat(info.discardable).isTrue();
      assertThat(info.pictureId).isEqualTo(0x12);
      assertThat(info.pictureIdBits).isEqualTo(7);
      assertThat(info.temporalId).isEqualTo(2);
      assertThat(info.switchUp).isTrue();
    }

    @Test
    void aHigherLayerWithoutSyncIsNoPlaceToSwitch() {
      parse(Codec.VP8, true, "90 20 40 11");
      assertThat(info.temporalId).isEqualTo(1);
      assertThat(info.switchUp).isFalse();
      assertThat(info.pictureId).isEqualTo(-1);
    }

    @Test
    void laterPacketsOfAKeyFrameDoNotBeginIt() {
      assertThat(parse(Codec.VP8, true, "80 80 9234 10 02")).isTrue();
      assertThat(info.keyFrame).isFalse();
      assertThat(info.frameStart).isFalse();
      assertThat(parse(Codec.VP8, true, "91 80 9234 10 02")).isTrue();
      assertThat(info.frameStart).as("partition 1").isFalse();
    }

    @Test
    void theShortestDescriptor() {
      assertThat(parse(Codec.VP8, true, "10 01")).isTrue();
      assertThat(info.frameStart).isTrue();
      assertThat(info.pictureIdBits).isZero();
    }

    @Test
    void descriptorsThatOverrunAreRefused() {
      for (String hex :
          new String[] {"", "90", "9080", "908080", "904000", "9020", "9080 8001", "10"}) {
        assertThat(parse(Codec.VP8, false, hex)).as(hex).isFalse();
      }
    }
  }

  @Nested
  class Vp9 {
    @Test
    void keyFrameWithScalabilityStructure() {
      assertThat(
              parse(
                  Codec.VP9,
                  false,
                  "AA" // I, L, B, V
                      + "8001" // picture id 1
                      + "00 05" // layers 0/0, TL0PICIDX 5
                      + "38" // 2 spatial layers, Y, G
                      + "0140 00B4 0280 0168" // 320×180, 640×360
                      + "02 00 24 01 " // two pictures: no reference; T1 with one reference
                      + "49"))
          .isTrue();
      assertThat(info.keyFrame).isTrue();
      assertThat(info.frameStart).isTrue();
      assertThat(info.frameEnd).isFalse();
      assertThat(info.pictureId).isEqualTo(1);
      assertThat(info.tl0PicIdx).isEqualTo(5);
      assertThat(info.width).isEqualTo(640);
      assertThat(info.height).isEqualTo(360);
    }

    @Test
    void anUpperLayerOfAKeyPictureIsNoKeyFrame() {
      assertThat(parse(Codec.VP9, true, "AD 8001 03 05 49")).isTrue();
      assertThat(info.spatialId).isEqualTo(1);
      assertThat(info.interLayerPredicted).isTrue();
      assertThat(info.notInterLayerReference).isTrue();
      assertThat(info.keyFrame).isFalse();
      assertThat(info.frameEnd).isTrue();
    }

    @Test
    void flexibleModeListsItsReferences() {
      assertThat(parse(Codec.VP9, true, "FC 05 52 03 04 49")).isTrue();
      assertThat(info.temporalId).isEqualTo(2);
      assertThat(info.spatialId).isEqualTo(1);
      assertThat(info.switchUp).isTrue();
      assertThat(info.tl0PicIdx).isEqualTo(-1);
      assertThat(parse(Codec.VP9, true, "FC 05 52 03 05 07 04 49")).as("four").isFalse();
    }

    @Test
    void descriptorsThatOverrunAreRefused() {
      for (String hex :
          new String[] {
            "", "80", "8080", "A001", "A00100", "D001", "0A", "0A10", "0A08", "0A0801", "0A08010C00"
          }) {
        assertThat(parse(Codec.VP9, false, hex)).as(hex).isFalse();
      }
    }
  }

  @Nested
  class H264 {
    /// 1280×720, constrained baseline 3.1, as x264 writes it.
    private static final String SPS =
        "6742C01F D9 00 50 05 BB 01 10 00 00 03 00 10 00 00 03 03 C0 F1 83 2A";

    @Test
    void parameterSetsInAnAggregateBeginAKeyFrame() {
      assertThat(parse(Codec.H264, false, "78 0018" + SPS.replace(" ", "") + "0004 68CE3C80"))
          .isTrue();
      assertThat(info.keyFrame).isTrue();
      assertThat(info.frameStart).isTrue();
      assertThat(info.width).isEqualTo(1280);
      assertThat(info.height).isEqualTo(720);
      assertThat(info.discardable).isFalse();
    }

    @Test
    void anIdrSliceBeginsAKeyFrameWhenItIsTheFirst() {
      parse(Codec.H264, true, "65 88 84");
      assertThat(info.keyFrame).isTrue();
      assertThat(info.frameEnd).isTrue();
      parse(Codec.H264, true, "65 48 84");
      assertThat(info.keyFrame).isFalse();
    }

    @Test
    void onlyTheFirstFragmentBeginsAFrame() {
      parse(Codec.H264, false, "7C 85 88 84");
      assertThat(info.keyFrame).isTrue();
      parse(Codec.H264, false, "7C 05 88 84");
      assertThat(info.keyFrame).isFalse();
      assertThat(info.frameStart).isFalse();
      parse(Codec.H264, true, "7C 45 88 84");
      assertThat(info.frameEnd).isTrue();
    }

    @Test
    void aSliceThatNothingRefersToIsDiscardable() {
      parse(Codec.H264, true, "01 9A 00");
      assertThat(info.discardable).isTrue();
      assertThat(info.frameStart).isTrue();
      parse(Codec.H264, true, "41 9A 00");
      assertThat(info.discardable).isFalse();
      parse(Codec.H264, false, "1C 81 9A 00");
      assertThat(info.discardable).isTrue();
    }

    @Test
    void interleavedModesAndOverrunsAreRefused() {
      for (String hex :
          new String[] {
            "",
            "65",
            "7965880001",
            "7A00",
            "7D858800",
            "78",
            "780002",
            "78000865",
            "780000",
            "7C85",
            "0011"
          }) {
        assertThat(parse(Codec.H264, false, hex)).as(hex).isFalse();
      }
    }
  }

  @Nested
  class Av1 {
    /// A sequence header of libaom, 640×360, one operating point.
    private static final String SEQUENCE = "0A 00 00 00 04 47 FE 59 FE DA";

    @Test
    void aNewCodedVideoSequenceBeginsAKeyFrame() {
      // W = 2: sequence header with its length, then a frame up to the end.
      assertThat(parse(Codec.AV1, true, "28 0A" + SEQUENCE.replace(" ", "") + "30 10 00")).isTrue();
      assertThat(info.keyFrame).isTrue();
      assertThat(info.frameStart).isTrue();
      assertThat(info.frameEnd).isTrue();
    }

    @Test
    void aContinuedElementIsNotLookedInto() {
      assertThat(parse(Codec.AV1, true, "90 0A 00 00 00 04")).isTrue();
      assertThat(info.keyFrame).isFalse();
      assertThat(info.frameStart).isFalse();
    }

    @Test
    void anInterFrameBeginsAFrame() {
      assertThat(parse(Codec.AV1, true, "10 30 20 00")).isTrue();
      assertThat(info.keyFrame).isFalse();
      assertThat(info.frameStart).isTrue();
    }

    @Test
    void layersAreInTheExtensionOfTheObu() {
      assertThat(parse(Codec.AV1, true, "10 34 48 20 00")).isTrue();
      assertThat(info.temporalId).isEqualTo(2);
      assertThat(info.spatialId).isEqualTo(1);
    }

    @Test
    void lengthsThatOverrunAreRefused() {
      for (String hex :
          new String[] {"", "10", "0005 3020", "00 80", "20 FF FF FF FF FF", "98 30 20"}) {
        assertThat(parse(Codec.AV1, false, hex)).as(hex).isFalse();
      }
    }
  }

  @Nested
  class Opus {
    @Test
    void eachPacketIsAFrame() {
      assertThat(parse(Codec.OPUS, false, "FC01")).isTrue();
      assertThat(info.frameStart && info.frameEnd && info.keyFrame).isTrue();
      assertThat(parse(Codec.OPUS, false, "")).isFalse();
    }
  }
}
