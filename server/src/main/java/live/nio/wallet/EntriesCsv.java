package live.nio.wallet;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Entries as a table for spreadsheets, [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180), in
/// UTF-8 with the byte order mark spreadsheets look for.
final class EntriesCsv {

  static final String MEDIA_TYPE = "text/csv;charset=UTF-8";
  static final int MAX_LINES = 50_000;

  private static final int PAGE = 1_000;
  private static final String HEAD =
      "createdAt,asset,account,kind,amount,balanceAfter,counterparty,giftType,count,streamId,reference";

  private EntriesCsv() {}

  /// Writes a head and at most [#MAX_LINES] entries, newest first.
  static void write(Entries entries, UUID person, Entries.Filter filter, OutputStream out)
      throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    writer.write('\uFEFF');
    line(writer, HEAD);
    long before = Long.MAX_VALUE;
    boolean hasMore = true;
    for (int lines = 0; hasMore && lines < MAX_LINES; lines += PAGE) {
      Entries.Excerpt page = entries.excerpt(person, filter, before, PAGE);
      for (Entry entry : page.entries()) {
        line(writer, line(entry));
        before = Long.parseLong(entry.id());
      }
      hasMore = page.hasMore();
    }
    writer.flush();
  }

  private static void line(Writer writer, String line) throws IOException {
    writer.write(line);
    writer.write("\r\n");
  }

  private static String line(Entry entry) {
    return Stream.of(
            entry.createdAt().toString(),
            entry.asset(),
            entry.account(),
            entry.kind(),
            Long.toString(entry.amount()),
            Long.toString(entry.balanceAfter()),
            cell(entry.counterparty() == null ? null : entry.counterparty().nickname()),
            cell(entry.giftType()),
            cell(entry.count()),
            cell(entry.streamId()),
            cell(entry.reference()))
        .collect(Collectors.joining(","));
  }

  /// A cell of whatever it holds. One that a spreadsheet would take for a formula gets an
  /// apostrophe in front, which makes it text.
  static String cell(@Nullable Object value) {
    String text = Objects.toString(value, "");
    if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
