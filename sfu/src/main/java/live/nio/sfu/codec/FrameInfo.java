package live.nio.sfu.codec;

/// What one RTP packet's payload says about the frame it belongs to. Filled by a [PayloadParser] or
/// a [DependencyDescriptor], and used again for the next packet, so nothing is allocated.
public final class FrameInfo {
  /// This packet begins a key frame: everything before it may be forgotten. For H.264 also each
  /// packet that brings a sequence parameter set, since the picture follows with the same
  /// timestamp.
  public boolean keyFrame;

  /// This packet begins a frame; of a picture with spatial layers, a frame of one layer. For H.264
  /// and for AV1 without dependency descriptor: it may begin one, so the first such packet of a
  /// timestamp does.
  public boolean frameStart;

  /// This packet ends a frame; of a picture with spatial layers, a frame of one layer.
  public boolean frameEnd;

  /// 0 where the codec says nothing.
  public int temporalId;

  /// 0 where the codec says nothing.
  public int spatialId;

  /// From this frame on, frames of this temporal layer may be sent to one who got only lower ones.
  public boolean switchUp;

  /// Of VP8 and VP9; -1 when there is none.
  public int pictureId;

  /// 0 (no picture id), 7 or 15.
  public int pictureIdBits;

  /// Position in the buffer; of 15 bits, of the first of the two bytes. -1 when there is none.
  public int pictureIdOffset;

  /// 0–255 of VP8 and VP9; -1 when there is none.
  public int tl0PicIdx;

  /// Position in the buffer; -1 when there is none.
  public int tl0PicIdxOffset;

  /// Of VP8, 0–31; -1 when there is none.
  public int keyIndex;

  /// Pixels of the largest layer; 0 unless this packet says so (usually one of a key frame).
  public int width;

  /// Pixels of the largest layer; 0 unless this packet says so.
  public int height;

  /// No other frame of the same or a lower layer needs this one: it can be left out unnoticed.
  public boolean discardable;

  /// VP9: this frame needs the one of the layer below in the same picture.
  public boolean interLayerPredicted;

  /// VP9: no frame of a higher layer in the same picture needs this one.
  public boolean notInterLayerReference;

  /// Says nothing again.
  public void clear() {
    keyFrame = false;
    frameStart = false;
    frameEnd = false;
    temporalId = 0;
    spatialId = 0;
    switchUp = false;
    pictureId = -1;
    pictureIdBits = 0;
    pictureIdOffset = -1;
    tl0PicIdx = -1;
    tl0PicIdxOffset = -1;
    keyIndex = -1;
    width = 0;
    height = 0;
    discardable = false;
    interLayerPredicted = false;
    notInterLayerReference = false;
  }
}
