package live.nio.publisher.vp8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes frames as an IVF file, which every VP8 tool reads: a header of 32 bytes, before each
/// frame one of 12 (length, time).
public final class IvfWriter implements AutoCloseable {
  private final OutputStream out;
  private long frames;

  /// Writes the header.
  ///
  /// @param out is closed by [#close]
  public IvfWriter(OutputStream out, int width, int height, int framesPerSecond)
      throws IOException {
    this.out = out;
    ByteBuffer header = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    header.put("DKIF".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0).putShort((short) 32);
    header.put("VP80".getBytes(StandardCharsets.US_ASCII));
    header.putShort((short) width).putShort((short) height).putInt(framesPerSecond).putInt(1);
    out.write(header.array());
  }

  public void write(EncodedFrame frame) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(frame.data().length).putLong(frames++);
    out.write(header.array());
    out.write(frame.data());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
