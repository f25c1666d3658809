package live.nio.sfu;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import live.nio.sfu.forward.TestOutbox;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.rtcp.Rtcp;
import live.nio.sfu.rtcp.RtcpReader;
import live.nio.sfu.rtcp.RtcpWriter;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.HeaderExtensionWriter;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import live.nio.sfu.rtp.RtpHeader;
import live.nio.sfu.rtp.RtpPacket;
import live.nio.sfu.sdp.Candidate;
import live.nio.sfu.sdp.LocalTransport;
import live.nio.sfu.sdp.Negotiated;
import live.nio.sfu.sdp.Negotiator;
import live.nio.sfu.srtp.SrtpCrypto;
import live.nio.sfu.srtp.SrtpKeys;
import live.nio.sfu.srtp.SrtpProfile;
import live.nio.sfu.srtp.SrtpReceiver;
import live.nio.sfu.srtp.SrtpSender;
import live.nio.sfu.stun.IceCredentials;
import live.nio.sfu.stun.StunWriter;

/// An SFU without sockets, handshakes or passing time: loops are called by hand, what they send is
/// kept, and keys are agreed on with the first datagram of a handshake.
final class VirtualSfu {
  static final long MS = 1_000_000;

  final List<TestOutbox> outboxes = new ArrayList<>();
  final List<Loop> loops = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final Random random = new Random(1);
  final Core core;
  long now = 5_000 * MS;
  private int peers;

  VirtualSfu(int loopCount) {
    core =
        new Core(
            (server, fingerprint, told) ->
                new Secure.Association() {
                  private boolean done;

                  @Override
                  public void receive(byte[] buffer, int offset, int length) {
                    if (buffer[offset] == 21) {
                      told.over("refused");
                    } else if (!done) {
                      done = true;
                      told.connected(keys());
                    }
                  }

                  @Override
                  public void close() {}
                },
            SrtpCrypto.jce(),
            random,
            new SfuListener() {
              @Override
              public void publisherConnected(String streamId, String legId) {
                events.add("publisher connected");
              }

              @Override
              public void publisherGone(String streamId, String legId) {
                events.add("publisher gone");
              }

              @Override
              public void viewerConnected(String streamId, String legId) {
                events.add("viewer connected");
              }

              @Override
              public void viewerGone(String streamId, String legId) {
                events.add("viewer gone");
              }

              @Override
              public void layersWanted(String streamId, String legId, List<String> rids) {
                events.add("wanted " + rids);
              }
            },
            0);
    for (int i = 0; i < loopCount; i++) {
      TestOutbox outbox = new TestOutbox();
      outboxes.add(outbox);
      loops.add(new Loop(i, outbox, core));
    }
    core.loops(loops);
  }

  /// The same in both directions, so that a peer's are its own mirror.
  static SrtpKeys keys() {
    byte[] key = new byte[16];
    byte[] salt = new byte[12];
    return new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, salt, key, salt);
  }

  static String offer(String name) {
    try (InputStream in = VirtualSfu.class.getResourceAsStream("/offers/" + name + ".sdp")) {
      if (in == null) {
        throw new AssertionError("no fixture " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static LocalTransport transport(IceCredentials local) {
    return new LocalTransport(
        local.ufrag(),
        local.password(),
        "00" + ":1F".repeat(31),
        List.of(Candidate.udpHost(java.net.InetAddress.getLoopbackAddress(), 10_000, 65_535)));
  }

  /// Time passes, and every loop does what is due, each 5 ms.
  void pass(long ms) {
    for (long until = now + ms * MS; now < until; ) {
      now += 5 * MS;
      loops.forEach(loop -> loop.run(now));
    }
  }

  void run() {
    loops.forEach(loop -> loop.run(now));
    loops.forEach(loop -> loop.run(now));
  }

  Peer publisher(String offer) throws Exception {
    IceCredentials local = IceCredentials.random(random);
    Negotiated negotiated = Negotiator.publisher(offer(offer), transport(local));
    Stream stream = core.stream("s");
    PublisherLeg leg = new PublisherLeg("p" + peers, stream, local, negotiated, now);
    core.register(leg);
    stream.legAdded();
    stream.announced(leg);
    return new Peer(leg, local, negotiated);
  }

  Peer viewer(String offer) throws Exception {
    IceCredentials local = IceCredentials.random(random);
    Stream stream = core.stream("s");
    Negotiated negotiated =
        Negotiator.viewer(offer(offer), transport(local), stream.sources(), random);
    ViewerLeg leg = new ViewerLeg("v" + peers, stream, local, negotiated, now);
    core.register(leg);
    stream.legAdded();
    return new Peer(leg, local, negotiated);
  }

  /// A browser, so to speak.
  final class Peer {
    final Leg leg;
    final Negotiated negotiated;
    NetworkPath path = TestOutbox.Path.of(2_000 + peers++);
    Loop loop = loops.getFirst();
    private final IceCredentials remote;
    private final SrtpSender sender = SrtpSender.create(keys(), SrtpCrypto.jce());
    private final SrtpReceiver receiver = SrtpReceiver.create(keys(), SrtpCrypto.jce());
    private final MemorySegment memory = Arena.ofAuto().allocate(2_048);
    private int transportSequence;

    Peer(Leg leg, IceCredentials remote, Negotiated negotiated) {
      this.leg = leg;
      this.remote = remote;
      this.negotiated = negotiated;
    }

    Peer on(Loop other) {
      loop = other;
      return this;
    }

    void send(byte[] datagram) {
      loop.datagram(now, path, datagram, 0, datagram.length);
    }

    void check() {
      byte[] id = new byte[12];
      random.nextBytes(id);
      send(
          new StunWriter()
              .request(id)
              .username(remote.ufrag() + ":" + negotiated.remote().ufrag())
              .priority(1_000)
              .controlling(7)
              .useCandidate()
              .integrity(remote.password().getBytes(StandardCharsets.UTF_8))
              .fingerprint()
              .toBytes());
    }

    Peer connect() {
      check();
      send(new byte[] {22, (byte) 254, (byte) 253, 0});
      run();
      run();
      return this;
    }

    void hello(int type) {
      send(new byte[] {(byte) type, (byte) 254, (byte) 253, 0});
    }

    MediaParameters media(MediaKind kind) {
      for (MediaParameters media : negotiated.media()) {
        if (media.codec().codec().kind() == kind) {
          return media;
        }
      }
      throw new AssertionError("no " + kind + " was negotiated");
    }

    private static int id(MediaParameters media, HeaderExtension extension) {
      Integer id = media.extensions().get(extension);
      if (id == null) {
        throw new AssertionError(extension + " was not negotiated");
      }
      return id;
    }

    /// A VP8 frame of one packet.
    void frame(String rid, long ssrc, int sequence, long ms, boolean key, int width) {
      byte[] payload = {
        (byte) 0x90,
        (byte) 0xC0,
        (byte) (0x80 | (sequence >> 8 & 0x7f)),
        (byte) sequence,
        (byte) sequence,
        (byte) (key ? 0 : 1),
        0,
        0,
        (byte) 0x9d,
        0x01,
        0x2a,
        (byte) width,
        (byte) (width >> 8),
        90,
        0,
      };
      MediaParameters media = media(MediaKind.VIDEO);
      rtp(media, media.codec().payloadType(), rid, ssrc, sequence, ms * 90, true, payload);
    }

    void sound(long ssrc, int sequence) {
      MediaParameters media = media(MediaKind.AUDIO);
      rtp(
          media,
          media.codec().payloadType(),
          "",
          ssrc,
          sequence,
          960L * sequence,
          false,
          new byte[] {(byte) 0xfc, 1, 2, 3});
    }

    void rtp(
        MediaParameters media,
        int type,
        String rid,
        long ssrc,
        int sequence,
        long timestamp,
        boolean marker,
        byte[] payload) {
      byte[] packet = new byte[1_200];
      HeaderExtensionWriter extensions = new HeaderExtensionWriter();
      extensions.begin(packet, 12, false);
      int transport = media.extensions().getOrDefault(HeaderExtension.TRANSPORT_CC, 0);
      if (transport != 0) {
        extensions.addNumber(transport, transportSequence++, 2);
      }
      if (!rid.isEmpty()) {
        byte[] name = rid.getBytes(StandardCharsets.US_ASCII);
        extensions.add(id(media, HeaderExtension.RID), name, 0, name.length);
      }
      int block = extensions.end();
      int header = 12 + block;
      RtpHeader.write(packet, 0, block > 0, marker, type, sequence, timestamp, ssrc);
      System.arraycopy(payload, 0, packet, header, payload.length);
      MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, 0, header + payload.length);
      int length = sender.protectRtp(memory, 0, header, header + payload.length);
      send(memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    void rtcp(java.util.function.Consumer<RtcpWriter> message) {
      byte[] buffer = new byte[1_500];
      RtcpWriter writer = new RtcpWriter(buffer);
      message.accept(writer);
      int length = sender.protectRtcp(buffer, 0, writer.length());
      send(Arrays.copyOf(buffer, length));
    }

    /// Whether a datagram is for this peer.
    boolean gets(TestOutbox.Sent sent) {
      return sent.path().equals(path);
    }

    /// The media among what was sent.
    List<RtpPacket> media(List<TestOutbox.Sent> sent) {
      List<RtpPacket> all = new ArrayList<>();
      for (TestOutbox.Sent it : sent) {
        int second = it.bytes()[1] & 0xff;
        if (gets(it) && (it.bytes()[0] & 0xc0) == 0x80 && (second < 192 || second > 223)) {
          byte[] bytes = it.bytes().clone();
          int length = receiver.unprotectRtp(bytes, 0, bytes.length);
          RtpPacket rtp = new RtpPacket();
          if (length < 0 || !rtp.parse(bytes, 0, length)) {
            throw new AssertionError("unreadable: " + length);
          }
          all.add(rtp);
        }
      }
      return all;
    }

    /// The RTCP among what was sent.
    List<Rtcp> rtcp(List<TestOutbox.Sent> sent) {
      List<Rtcp> all = new ArrayList<>();
      for (TestOutbox.Sent it : sent) {
        int second = it.bytes()[1] & 0xff;
        if (gets(it) && (it.bytes()[0] & 0xc0) == 0x80 && second >= 192 && second <= 223) {
          byte[] bytes = it.bytes().clone();
          int length = receiver.unprotectRtcp(bytes, 0, bytes.length);
          if (length < 0 || !RtcpReader.read(bytes, 0, length, all::add)) {
            throw new AssertionError("unreadable: " + length);
          }
        }
      }
      return all;
    }
  }
}
