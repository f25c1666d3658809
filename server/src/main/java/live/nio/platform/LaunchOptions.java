package live.nio.platform;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What must be known before Quarkus starts: where to listen, where to keep data, which database to
/// use.
///
/// Sources, strongest first: command line, environment, `.env` in the working directory.
///
/// @param port TCP port of the HTTP server, 1–65535
/// @param data folder that holds everything that must survive
/// @param databaseUrl `postgres://user:password@host:port/name`; empty means the embedded database
/// @param origins pages that may call the API from a browser: our own address and `CORS_ORIGIN`
/// @param mediaPort UDP and TCP port of all media, 0 for any free one
/// @param demo whether to fill an empty data folder with people and a stream
/// @param development whether `NIO_MODE` is `development`
public record LaunchOptions(
    int port,
    Path data,
    Optional<String> databaseUrl,
    List<String> origins,
    int mediaPort,
    boolean demo,
    boolean development) {

  static final String USAGE =
      """
      Usage: nio run [--port N] [--data DIR] [--demo]
        --port N    listen on this port (default 3000, or PORT)
        --data DIR  keep data here (default ./data, or DATA_DIR)
        --demo      fill an empty data folder with people and a moving test picture\
      """;

  /// Reads the command line over the environment over `.env`.
  ///
  /// @throws StartupFailure when an option is unknown or has a wrong value; the message says what
  ///   to write instead
  static LaunchOptions parse(String... args) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultSources()
            .withSources(
                new DotEnvConfigSourceProvider()
                    .getConfigSources(LaunchOptions.class.getClassLoader()))
            .build();
    String port = config.getOptionalValue("PORT", String.class).orElse("3000");
    String data = config.getOptionalValue("DATA_DIR", String.class).orElse("data");
    Optional<String> databaseUrl =
        config.getOptionalValue("DATABASE_URL", String.class).filter(url -> !url.isBlank());
    boolean demo = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--port" -> port = valueOf(args, i++);
        case "--data" -> data = valueOf(args, i++);
        case "--demo" -> demo = true;
        default -> throw new StartupFailure("Unknown option " + args[i] + ".\n" + USAGE);
      }
    }
    return new LaunchOptions(
        parsePort(port),
        Path.of(data).toAbsolutePath().normalize(),
        databaseUrl,
        Stream.of("PUBLIC_URL", "CORS_ORIGIN").flatMap(name -> list(config, name)).toList(),
        parseMediaPort(config.getOptionalValue("MEDIA_PORT", String.class).orElse("10000")),
        demo,
        config.getOptionalValue("NIO_MODE", String.class).orElse("").equals("development"));
  }

  private static Stream<String> list(SmallRyeConfig config, String name) {
    return config.getOptionalValues(name, String.class).orElse(List.of()).stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static String valueOf(String[] args, int option) {
    if (option + 1 >= args.length) {
      throw new StartupFailure(args[option] + " needs a value.\n" + USAGE);
    }
    return args[option + 1];
  }

  private static int parseMediaPort(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the one message that says what a port is.
    }
    throw new StartupFailure(
        "\"%s\" is not a port for media. MEDIA_PORT takes a number from 0 (any free one) to 65535."
            .formatted(text));
  }

  private static int parsePort(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the one message that says what a port is.
    }
    throw new StartupFailure("The port must be a number from 1 to 65535, not \"" + text + "\".");
  }
}
