package live.nio.sfu.rtcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads RTCP datagrams, compound or of reduced size
/// ([RFC 5506](https://www.rfc-editor.org/rfc/rfc5506)).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---+-+---------+---------------+-------------------------------+
///     |V=2|P|  count  |      type     |       length (words - 1)      |
///     +---+-+---------+---------------+-------------------------------+
public final class RtcpReader {
  static final int SENDER_REPORT = 200;
  static final int RECEIVER_REPORT = 201;
  static final int SOURCE_DESCRIPTION = 202;
  static final int GOODBYE = 203;
  static final int TRANSPORT_FEEDBACK = 205;
  static final int PAYLOAD_FEEDBACK = 206;
  static final int EXTENDED_REPORT = 207;

  static final int FORMAT_NACK = 1;
  static final int FORMAT_TRANSPORT_CC = 15;
  static final int FORMAT_PLI = 1;
  static final int FORMAT_FIR = 4;
  static final int FORMAT_APPLICATION = 15;
  static final int REMB = 0x52454D42;

  private RtcpReader() {}

  /// Reads the datagram in `b[off, off + len)` and gives its packets in their order.
  ///
  /// @return false when it is malformed: with lengths that do not add up, nothing was given; with a
  ///   packet whose inside is malformed, those before it were. Never throws on its own.
  public static boolean read(byte[] b, int off, int len, Consumer<? super Rtcp> to) {
    return read(b, off, len, to, new Rtcp.TransportFeedback());
  }

  /// The same, without a new object for each transport-wide feedback: it is read into `feedback`,
  /// which holds it until the next.
  public static boolean read(
      byte[] b, int off, int len, Consumer<? super Rtcp> to, Rtcp.TransportFeedback feedback) {
    int end = off + len;
    int at = off;
    while (at < end) {
      if (end - at < 4 || (b[at] & 0xC0) != 0x80 || length(b, at) > end - at) {
        return false;
      }
      at += length(b, at);
    }
    if (len == 0) {
      return false;
    }
    for (at = off; at < end; at += length(b, at)) {
      int stop = at + length(b, at);
      if ((b[at] & 0x20) != 0) {
        int padding = b[stop - 1] & 0xFF;
        // Transport-wide feedback is in bytes, everything else in whole words.
        boolean bytes =
            b[at + 1] == (byte) TRANSPORT_FEEDBACK && (b[at] & 0x1F) == FORMAT_TRANSPORT_CC;
        if (padding == 0 || (padding % 4 != 0 && !bytes) || padding > stop - at - 4) {
          return false;
        }
        stop -= padding;
      }
      if (!packet(b, at, stop, to, feedback)) {
        return false;
      }
    }
    return true;
  }

  private static int length(byte[] b, int at) {
    return 4 * (unsignedShort(b, at + 2) + 1);
  }

  private static boolean packet(
      byte[] b, int at, int end, Consumer<? super Rtcp> to, Rtcp.TransportFeedback feedback) {
    int count = b[at] & 0x1F;
    int type = b[at + 1] & 0xFF;
    Rtcp packet =
        switch (type) {
          case SENDER_REPORT -> senderReport(b, at, end, count);
          case RECEIVER_REPORT -> receiverReport(b, at, end, count);
          case SOURCE_DESCRIPTION -> sourceDescription(b, at, end, count);
          case GOODBYE -> goodbye(b, at, end, count);
          case TRANSPORT_FEEDBACK ->
              switch (count) {
                case FORMAT_NACK -> nack(b, at, end);
                case FORMAT_TRANSPORT_CC -> transportFeedback(b, at, end, feedback);
                default -> new Rtcp.Unknown(type, count);
              };
          case PAYLOAD_FEEDBACK ->
              switch (count) {
                case FORMAT_PLI ->
                    end - at < 12 ? null : new Rtcp.Pli(word(b, at + 4), word(b, at + 8));
                case FORMAT_FIR -> fir(b, at, end);
                case FORMAT_APPLICATION -> application(b, at, end);
                default -> new Rtcp.Unknown(type, count);
              };
          case EXTENDED_REPORT -> extendedReport(b, at, end);
          default -> new Rtcp.Unknown(type, count);
        };
    if (packet == null) {
      return false;
    }
    to.accept(packet);
    return true;
  }

  private static Rtcp.@Nullable SenderReport senderReport(byte[] b, int at, int end, int count) {
    if (end - at < 28 + 24 * count) {
      return null;
    }
    return new Rtcp.SenderReport(
        word(b, at + 4),
        word(b, at + 8) << 32 | word(b, at + 12),
        word(b, at + 16),
        word(b, at + 20),
        word(b, at + 24),
        reports(b, at + 28, count));
  }

  private static Rtcp.@Nullable ReceiverReport receiverReport(
      byte[] b, int at, int end, int count) {
    if (end - at < 8 + 24 * count) {
      return null;
    }
    return new Rtcp.ReceiverReport(word(b, at + 4), reports(b, at + 8, count));
  }

  private static List<Rtcp.ReportBlock> reports(byte[] b, int from, int count) {
    if (count == 0) {
      return List.of();
    }
    List<Rtcp.ReportBlock> reports = new ArrayList<>(count);
    for (int i = 0, at = from; i < count; i++, at += 24) {
      reports.add(
          new Rtcp.ReportBlock(
              word(b, at),
              b[at + 4] & 0xFF,
              b[at + 5] << 16 | unsignedShort(b, at + 6),
              word(b, at + 8),
              word(b, at + 12),
              word(b, at + 16),
              word(b, at + 20)));
    }
    return reports;
  }

  private static Rtcp.@Nullable Sdes sourceDescription(byte[] b, int from, int end, int count) {
    List<Rtcp.Chunk> chunks = new ArrayList<>(count);
    int at = from + 4;
    for (int i = 0; i < count; i++) {
      if (end - at < 5) {
        return null;
      }
      long ssrc = word(b, at);
      String cname = "";
      int item = at + 4;
      while (item < end && b[item] != 0) {
        if (end - item < 2 || end - item < 2 + (b[item + 1] & 0xFF)) {
          return null;
        }
        int size = b[item + 1] & 0xFF;
        if (b[item] == 1) {
          cname = new String(b, item + 2, size, StandardCharsets.UTF_8);
        }
        item += 2 + size;
      }
      if (item >= end) {
        return null;
      }
      // One to four zeros end the chunk at a whole word.
      at += (item - at) / 4 * 4 + 4;
      chunks.add(new Rtcp.Chunk(ssrc, cname));
    }
    return new Rtcp.Sdes(chunks);
  }

  private static Rtcp.@Nullable Bye goodbye(byte[] b, int at, int end, int count) {
    if (end - at < 4 + 4 * count) {
      return null;
    }
    return new Rtcp.Bye(words(b, at + 4, count));
  }

  private static Rtcp.@Nullable Nack nack(byte[] b, int at, int end) {
    if (end - at < 12) {
      return null;
    }
    List<Rtcp.NackItem> items = new ArrayList<>((end - at - 12) / 4);
    for (int i = at + 12; i < end; i += 4) {
      items.add(new Rtcp.NackItem(unsignedShort(b, i), unsignedShort(b, i + 2)));
    }
    return new Rtcp.Nack(word(b, at + 4), word(b, at + 8), items);
  }

  private static Rtcp.@Nullable Fir fir(byte[] b, int at, int end) {
    if (end - at < 12 || (end - at - 12) % 8 != 0) {
      return null;
    }
    List<Rtcp.FirItem> items = new ArrayList<>((end - at - 12) / 8);
    for (int i = at + 12; i < end; i += 8) {
      items.add(new Rtcp.FirItem(word(b, i), b[i + 4] & 0xFF));
    }
    return new Rtcp.Fir(word(b, at + 4), items);
  }

  private static @Nullable Rtcp application(byte[] b, int at, int end) {
    if (end - at < 12) {
      return null;
    }
    if (end - at < 20 || (int) word(b, at + 12) != REMB) {
      return new Rtcp.Unknown(PAYLOAD_FEEDBACK, FORMAT_APPLICATION);
    }
    int count = b[at + 16] & 0xFF;
    if (end - at < 20 + 4 * count) {
      return null;
    }
    int exponent = (b[at + 17] & 0xFF) >> 2;
    long mantissa = (b[at + 17] & 3L) << 16 | unsignedShort(b, at + 18);
    long bitrate =
        exponent > Long.numberOfLeadingZeros(mantissa) - 1 ? Long.MAX_VALUE : mantissa << exponent;
    return new Rtcp.Remb(word(b, at + 4), bitrate, words(b, at + 20, count));
  }

  /// Chunks of status symbols come first: a run (0, 2 bits of symbol, 13 of length) or a vector (1,
  /// then 0 and 14 symbols of one bit, or 1 and seven of two); then a delta for each that arrived,
  /// one byte for symbol 1, two for symbol 2.
  private static Rtcp.@Nullable TransportFeedback transportFeedback(
      byte[] b, int at, int end, Rtcp.TransportFeedback into) {
    if (end - at < 20) {
      return null;
    }
    int count = unsignedShort(b, at + 14);
    // Each one that arrived takes a byte at least.
    int most = Math.min(count, end - at - 20);
    into.begin(
        word(b, at + 4),
        word(b, at + 8),
        unsignedShort(b, at + 12),
        count,
        b[at + 16] << 16 | unsignedShort(b, at + 17),
        b[at + 19] & 0xFF,
        most);
    int chunk = at + 20;
    int seen = 0;
    while (seen < count) {
      if (end - chunk < 2) {
        return null;
      }
      int value = unsignedShort(b, chunk);
      chunk += 2;
      int symbols;
      int fixed = -1;
      int width = 0;
      if ((value & 0x8000) == 0) {
        fixed = value >> 13;
        symbols = value & 0x1FFF;
      } else {
        width = (value & 0x4000) == 0 ? 1 : 2;
        symbols = 14 / width;
      }
      int stop = Math.min(count, seen + symbols);
      if (symbols == 0 || fixed == 3) {
        return null;
      }
      if (fixed == 0) {
        seen = stop;
        continue;
      }
      for (int i = 0; seen < stop; seen++, i++) {
        int symbol = fixed > 0 ? fixed : value >> (14 - width * (i + 1)) & (width == 1 ? 1 : 3);
        if (symbol == 0) {
          continue;
        }
        if (symbol == 3 || into.receivedCount() == most) {
          return null;
        }
        into.arrived(seen);
        // Holds the size of the delta until the deltas are reached.
        into.deltaTicks(into.receivedCount() - 1, symbol);
      }
    }
    int delta = chunk;
    for (int i = 0; i < into.receivedCount(); i++) {
      int size = into.deltaTicks(i);
      if (end - delta < size) {
        return null;
      }
      into.deltaTicks(i, size == 1 ? b[delta] & 0xFF : b[delta] << 8 | (b[delta + 1] & 0xFF));
      delta += size;
    }
    return into;
  }

  private static Rtcp.@Nullable ExtendedReport extendedReport(byte[] b, int at, int end) {
    if (end - at < 8) {
      return null;
    }
    long reference = 0;
    List<Rtcp.Dlrr> delays = new ArrayList<>();
    int block = at + 8;
    while (block < end) {
      int next = block + length(b, block);
      if (next > end) {
        return null;
      }
      switch (b[block]) {
        case 4 -> {
          if (next - block != 12) {
            return null;
          }
          reference = word(b, block + 4) << 32 | word(b, block + 8);
        }
        case 5 -> {
          if ((next - block - 4) % 12 != 0) {
            return null;
          }
          for (int i = block + 4; i < next; i += 12) {
            delays.add(new Rtcp.Dlrr(word(b, i), word(b, i + 4), word(b, i + 8)));
          }
        }
        default -> {
          // Other blocks are statistics for people.
        }
      }
      block = next;
    }
    return new Rtcp.ExtendedReport(word(b, at + 4), reference, delays);
  }

  private static List<Long> words(byte[] b, int from, int count) {
    Long[] words = new Long[count];
    Arrays.setAll(words, i -> word(b, from + 4 * i));
    return List.of(words);
  }

  private static int unsignedShort(byte[] b, int at) {
    return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
  }

  private static long word(byte[] b, int at) {
    return (long) unsignedShort(b, at) << 16 | unsignedShort(b, at + 2);
  }
}
