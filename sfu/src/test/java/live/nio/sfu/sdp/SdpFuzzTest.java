package live.nio.sfu.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.CodecParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seeded mutations of real offers: an answer or an [SdpException], nothing else.
class SdpFuzzTest {
  private static final int ROUNDS = 100_000;
  private static final String ALPHABET = "\r\n =:;,/~*-09azAZ\u0000\u00e9\ud83d";

  private static final List<String> OFFERS =
      Stream.concat(Offers.PUBLISHERS.stream(), Offers.VIEWERS.stream()).map(Offers::read).toList();

  private static final List<CodecParameters> SOURCES =
      List.of(
          Offers.opus(111, 63),
          Offers.video(Codec.H264, "packetization-mode=1;profile-level-id=42e01f"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5})
  void mutatedOffersAreAnsweredOrRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int answered = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS / 10; round++) {
      String offer = mutate(OFFERS.get(random.nextInt(OFFERS.size())), random);
      try {
        Negotiated negotiated =
            random.nextBoolean()
                ? Negotiator.publisher(offer, Offers.LOCAL)
                : Negotiator.viewer(offer, Offers.LOCAL, SOURCES, random);
        // What we write can be read, whatever was echoed from the offer.
        SessionDescription.parse(negotiated.answer());
        answered++;
      } catch (SdpException e) {
        refused++;
      }
    }
    assertThat(answered).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 11})
  void fragmentsOfAnythingAreReadOrRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String offer = OFFERS.get(random.nextInt(OFFERS.size()));
      int from = random.nextInt(offer.length());
      int to = from + random.nextInt(Math.min(600, offer.length() - from));
      try {
        IceFragment.parse(mutate(offer.substring(from, to), random)).answer(Offers.LOCAL);
        read++;
      } catch (SdpException e) {
        refused++;
      }
    }
    assertThat(read).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(longs = {13})
  void candidatesOfAnythingAreReadOrSkipped(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String candidate = "candidate:1 1 tcp 1518214911 192.0.2.2 9 typ host tcptype active";
    int read = 0;
    for (int round = 0; round < 10 * ROUNDS; round++) {
      StringBuilder mutated = new StringBuilder(candidate);
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutated.setCharAt(
            random.nextInt(mutated.length()),
            random.nextBoolean()
                ? ALPHABET.charAt(random.nextInt(ALPHABET.length()))
                : mutated.charAt(random.nextInt(mutated.length())));
      }
      read += Candidate.parse(mutated.toString()).isPresent() ? 1 : 0;
    }
    assertThat(read).isBetween(ROUNDS, 9 * ROUNDS);
  }

  private static String mutate(String text, SplittableRandom random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(5); i >= 0 && !mutated.isEmpty(); i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(12)) {
        case 0 -> mutated.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 1 -> mutated.deleteCharAt(at);
        case 2 -> mutated.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 3 -> mutated.insert(at, "9".repeat(random.nextInt(30)));
        case 4 -> lines(mutated, random, false);
        case 5 -> lines(mutated, random, true);
        default -> mutated.setCharAt(at, mutated.charAt(random.nextInt(mutated.length())));
      }
    }
    return mutated.toString();
  }

  /// Removes, doubles or moves one line.
  private static void lines(StringBuilder text, SplittableRandom random, boolean removes) {
    List<String> lines = new ArrayList<>(text.toString().lines().toList());
    if (lines.isEmpty()) {
      return;
    }
    int from = random.nextInt(lines.size());
    String line = removes ? lines.remove(from) : lines.get(from);
    if (random.nextBoolean()) {
      lines.add(random.nextInt(lines.size() + 1), line);
    }
    text.setLength(0);
    text.append(String.join("\r\n", lines)).append("\r\n");
  }
}
