package live.nio.publisher.vp8;

/// One coded picture.
///
/// @param data the frame as RFC 6386 has it, what a payload of RFC 7741 carries
/// @param keyFrame whether a decoder can begin here
/// @param quantizer the index that was used, 0 (fine) to 127 (coarse)
/// @param codedMacroblocks how many were sent; the others stand still
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy per frame would be for nothing.
public record EncodedFrame(byte[] data, boolean keyFrame, int quantizer, int codedMacroblocks) {}
