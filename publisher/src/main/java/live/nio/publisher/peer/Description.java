package live.nio.publisher.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server's session description says, as far as a client needs it. Lines that are not
/// understood are passed over.
///
/// @param fingerprint such as `sha-256 AA:BB…`
/// @param setup `active`, `passive` or `actpass`
/// @param candidates where the server receives UDP
record Description(
    String ufrag,
    String password,
    String fingerprint,
    String setup,
    List<InetSocketAddress> candidates,
    List<Section> sections) {
  /// One `m=` section.
  ///
  /// @param kind `audio` or `video`
  /// @param accepted whether its port is not 0
  /// @param payloads in the order of the line
  /// @param extensions id by URI
  record Section(
      String kind,
      String mid,
      boolean accepted,
      String direction,
      List<Payload> payloads,
      Map<String, Integer> extensions) {
    Optional<Payload> payload(String name) {
      return payloads.stream().filter(p -> p.name().equalsIgnoreCase(name)).findFirst();
    }

    /// The payload type of retransmissions of another.
    Optional<Payload> rtx(int payloadType) {
      return payloads.stream()
          .filter(p -> p.name().equalsIgnoreCase("rtx"))
          .filter(p -> p.fmtp().strip().equals("apt=" + payloadType))
          .findFirst();
    }
  }

  /// A payload type with its `a=rtpmap`, `a=fmtp` and `a=rtcp-fb`.
  record Payload(int type, String name, String clock, String fmtp, List<String> feedback) {}

  /// Reads it.
  ///
  /// @throws IllegalArgumentException when it lacks what a connection needs
  static Description parse(String sdp) {
    Reader reader = new Reader();
    sdp.lines().map(String::strip).forEach(reader::line);
    return reader.finish();
  }

  private static final class Reader {
    private final Map<String, String> transport = new HashMap<>();
    private final List<InetSocketAddress> candidates = new ArrayList<>();
    private final List<OpenSection> sections = new ArrayList<>();

    void line(String line) {
      if (line.startsWith("m=")) {
        sections.add(new OpenSection(line.substring(2).split(" +", -1)));
      } else if (line.startsWith("a=")) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line.substring(2) : line.substring(2, colon);
        attribute(name, colon < 0 ? "" : line.substring(colon + 1).strip());
      }
    }

    private void attribute(String name, String value) {
      switch (name) {
        // With BUNDLE the first section's transport is everybody's.
        case "ice-ufrag", "ice-pwd", "fingerprint", "setup" -> transport.putIfAbsent(name, value);
        case "candidate" -> candidate(value.split(" +", -1));
        default -> {
          if (!sections.isEmpty()) {
            sections.getLast().attribute(name, value);
          }
        }
      }
    }

    /// `foundation component transport priority address port typ type …`.
    private void candidate(String[] fields) {
      if (fields.length < 8 || !fields[1].equals("1") || !fields[2].equalsIgnoreCase("udp")) {
        return;
      }
      try {
        InetSocketAddress address =
            new InetSocketAddress(InetAddress.ofLiteral(fields[4]), Integer.parseInt(fields[5]));
        if (!candidates.contains(address)) {
          candidates.add(address);
        }
      } catch (IllegalArgumentException e) {
        // A name (mDNS) instead of an address, which a server has no reason to give.
      }
    }

    Description finish() {
      return new Description(
          need("ice-ufrag"),
          need("ice-pwd"),
          need("fingerprint"),
          need("setup").toLowerCase(Locale.ROOT),
          List.copyOf(candidates),
          sections.stream().map(OpenSection::finish).toList());
    }

    private String need(String name) {
      String value = transport.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the description lacks a=" + name);
      }
      return value;
    }
  }

  private static final class OpenSection {
    private final String[] line;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> formats = new HashMap<>();
    private final Map<String, List<String>> feedback = new HashMap<>();
    private final Map<String, Integer> extensions = new HashMap<>();
    private String mid = "";
    private String direction = "sendrecv";

    OpenSection(String[] line) {
      if (line.length < 4) {
        throw new IllegalArgumentException("m-line with too few fields");
      }
      this.line = line;
    }

    void attribute(String name, String value) {
      int space = value.indexOf(' ');
      String first = space < 0 ? value : value.substring(0, space);
      String rest = space < 0 ? "" : value.substring(space + 1);
      switch (name) {
        case "mid" -> mid = value;
        case "sendrecv", "sendonly", "recvonly", "inactive" -> direction = name;
        case "rtpmap" -> names.put(first, rest);
        case "fmtp" -> formats.put(first, rest);
        case "rtcp-fb" -> feedback.computeIfAbsent(first, _ -> new ArrayList<>()).add(rest);
        case "extmap" -> {
          int slash = first.indexOf('/');
          String id = slash < 0 ? first : first.substring(0, slash);
          extensions.put(rest.split(" ", -1)[0], Integer.valueOf(id));
        }
        default -> {
          // Of no use to a client.
        }
      }
    }

    Section finish() {
      List<Payload> payloads = new ArrayList<>();
      for (int i = 3; i < line.length; i++) {
        String map = names.get(line[i]);
        if (map != null) {
          String[] parts = map.split("/", 2);
          payloads.add(
              new Payload(
                  Integer.parseInt(line[i]),
                  parts[0],
                  parts.length > 1 ? parts[1] : "",
                  formats.getOrDefault(line[i], ""),
                  List.copyOf(feedback.getOrDefault(line[i], List.of()))));
        }
      }
      return new Section(
          line[0],
          mid,
          !line[1].equals("0"),
          direction,
          List.copyOf(payloads),
          Map.copyOf(extensions));
    }
  }
}
