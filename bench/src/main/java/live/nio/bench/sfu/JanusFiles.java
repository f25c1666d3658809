package live.nio.bench.sfu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Janus as Debian installs it, and the few settings it gets.
final class JanusFiles {
  static final String BINARY = "/usr/bin/janus";
  static final long ROOM = 1;

  private JanusFiles() {}

  /// The folder of its plugins and transports, `/usr/lib/…/janus`.
  static Path modules() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(folder -> folder.resolve("janus"))
          .filter(folder -> Files.isDirectory(folder.resolve("plugins")))
          .findFirst()
          .orElseThrow(() -> new IOException("Janus has no plugins under /usr/lib."));
    }
  }

  /// Writes a configuration: a video room, the WebSocket API, nothing else.
  ///
  /// @param oneLoop whether all connections share an event loop
  static Path configuration(Path modules, boolean oneLoop, int port) throws IOException {
    Path folder = Files.createTempDirectory("nio-bench-janus");
    folder.toFile().deleteOnExit();
    write(
        folder,
        "janus.jcfg",
        """
        general: {
          configs_folder = "%s"
          plugins_folder = "%s/plugins"
          transports_folder = "%s/transports"
          events_folder = "%s/events"
          loggers_folder = "%s/loggers"
          debug_level = 2
          %s
        }
        nat: {
          ice_lite = true
          ice_enforce_list = "10.77.77."
        }
        plugins: {
          disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,\
        libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,\
        libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so"
        }
        transports: {
          disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,\
        libjanus_rabbitmq.so"
        }
        """
            .formatted(
                folder, modules, modules, modules, modules, oneLoop ? "event_loops = 1" : ""));
    write(
        folder,
        "janus.transport.websockets.jcfg",
        """
        general: {
          json = "compact"
          ws = true
          ws_port = %d
          ws_logging = "err"
        }
        """
            .formatted(port));
    write(
        folder,
        "janus.plugin.videoroom.jcfg",
        """
        room-%d: {
          description = "bench"
          publishers = 1
          bitrate = 0
          fir_freq = 0
          audiocodec = "opus"
          videocodec = "vp8"
          record = false
        }
        """
            .formatted(ROOM));
    return folder;
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    file.toFile().deleteOnExit();
  }
}
