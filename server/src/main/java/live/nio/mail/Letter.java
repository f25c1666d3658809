package live.nio.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A letter ready to be sent, as plain text and as simple HTML without pictures.
///
/// @param paragraphs plain text each
/// @param action the one thing to do, or null
/// @param footer small print: why somebody gets this
public record Letter(
    String subject, List<String> paragraphs, @Nullable Action action, String footer) {

  /// Where the letter's button leads.
  ///
  /// @param url absolute
  public record Action(String label, String url) {}

  public Letter {
    paragraphs = List.copyOf(paragraphs);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    paragraphs.forEach(paragraph -> text.append(paragraph).append("\n\n"));
    if (action != null) {
      text.append(action.label()).append(":\n").append(action.url()).append("\n\n");
    }
    return text.append("--\n").append(footer).append('\n').toString();
  }

  String html() {
    StringBuilder html =
        new StringBuilder(
            """
            <!doctype html><html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
            <body style="margin:0;padding:32px 16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif">
            <div style="max-width:520px;margin:0 auto"><p style="font-size:20px;font-weight:800;color:#7C3AED;margin:0 0 24px">NIO</p>
            """);
    paragraphs.forEach(paragraph -> html.append("<p>").append(escape(paragraph)).append("</p>\n"));
    if (action != null) {
      html.append(
          """
          <p style="margin:32px 0"><a href="%s" style="background:#7C3AED;color:#fff;padding:12px 24px;border-radius:24px;text-decoration:none;font-weight:600">%s</a></p>
          """
              .formatted(escape(action.url()), escape(action.label())));
    }
    return html.append("<p style=\"font-size:13px;opacity:.7;margin-top:40px\">")
        .append(escape(footer))
        .append("</p></div></body></html>\n")
        .toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
