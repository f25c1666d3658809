package live.nio.platform;

import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the person at the terminal sees once the server answers.
///
/// It is printed, not logged: a generated password may be among the lines, and logs are kept. Any
/// thread.
@Singleton
public final class Banner {

  private final PlatformConfig config;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  Banner(PlatformConfig config) {
    this.config = config;
  }

  /// Adds a line below the address. Call it before the server has started.
  public void add(String line) {
    lines.add(line);
  }

  void print(PrintStream out) {
    StringBuilder text = new StringBuilder();
    text.append("\n  NIO is ready: ").append(config.publicUrl()).append('\n');
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("  Press Ctrl-C to stop.\n");
    out.println(text);
    out.flush();
    lines.clear();
  }
}
