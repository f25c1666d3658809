package live.nio.bench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioDeviceModuleBase;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.nio.publisher.peer.WhipClient;
import live.nio.publisher.vp8.I420;
import org.jspecify.annotations.Nullable;

/// One connection of libwebrtc, what browsers are built on, through webrtc-java.
final class Libwebrtc implements AutoCloseable {
  private static final int SECONDS = 30;
  private static final int SAMPLE_RATE = 48_000;
  private static final int SAMPLES = SAMPLE_RATE / 100;
  private static final int TONE_HZ = 400;
  private static final int TONE_LEVEL = 8_000;
  private static final int LOUD = 500;

  private final AudioDeviceModuleBase device;
  private final PeerConnectionFactory factory;
  private final WhipClient http = new WhipClient();
  private final CustomVideoSource videoSource = new CustomVideoSource();
  private final CustomAudioSource audioSource = new CustomAudioSource();
  private final VideoTrack video;
  private final AudioTrack audio;
  private final CountDownLatch connected = new CountDownLatch(1);
  private final RTCPeerConnection connection;
  private @Nullable URI session;
  private @Nullable Pictures pictures;

  private Libwebrtc(RTCRtpTransceiverDirection direction, @Nullable Sightings seen) {
    // What a device records goes to every sender, too, from a thread of its own, and libwebrtc
    // aborts
    // when two threads give sound to one sender (webrtc-java issue 217). The dummy records nothing.
    // A
    // viewer needs a device that plays, or nothing is decoded.
    device =
        seen == null
            ? new AudioDeviceModule(AudioLayer.kDummyAudio)
            : new HeadlessAudioDeviceModule();
    factory = new PeerConnectionFactory(device);
    video = factory.createVideoTrack("video", videoSource);
    audio = factory.createAudioTrack("audio", audioSource);
    connection = factory.createPeerConnection(new RTCConfiguration(), new Events(seen));
    for (MediaStreamTrack track : List.of(audio, video)) {
      // Who only receives has to name a track, too; it is never sent.
      RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
      init.direction = direction;
      init.streamIds = List.of("stream");
      var _ = connection.addTransceiver(track, init);
    }
  }

  /// Why it cannot run here; null when it can.
  static @Nullable String missing() {
    try {
      HeadlessAudioDeviceModule device = new HeadlessAudioDeviceModule();
      device.dispose();
      return null;
    } catch (LinkageError | RuntimeException e) {
      // No library of this system's kind is on the class path, or it needs one that is not
      // installed.
      return "libwebrtc does not load: " + e;
    }
  }

  static Libwebrtc publish(URI endpoint) throws IOException, InterruptedException {
    Libwebrtc peer = new Libwebrtc(RTCRtpTransceiverDirection.SEND_ONLY, null);
    peer.connect(endpoint);
    Pictures pictures = new Pictures(peer::push);
    pictures.alongside(peer.new Hum());
    peer.pictures = pictures;
    return peer;
  }

  static Libwebrtc play(URI endpoint, Sightings seen) throws IOException, InterruptedException {
    Libwebrtc peer = new Libwebrtc(RTCRtpTransceiverDirection.RECV_ONLY, seen);
    peer.connect(endpoint);
    return peer;
  }

  private void connect(URI endpoint) throws IOException, InterruptedException {
    CompletableFuture<RTCSessionDescription> offer = new CompletableFuture<>();
    connection.createOffer(
        new RTCOfferOptions(),
        new CreateSessionDescriptionObserver() {
          @Override
          public void onSuccess(RTCSessionDescription description) {
            offer.complete(description);
          }

          @Override
          public void onFailure(String error) {
            offer.completeExceptionally(new IOException(error));
          }
        });
    Applied local = new Applied();
    connection.setLocalDescription(offer.orTimeout(SECONDS, TimeUnit.SECONDS).join(), local);
    local.await();
    WhipClient.Accepted accepted = http.post(endpoint, Optional.empty(), offer.join().sdp);
    session = accepted.resource().orElseThrow();
    Applied remote = new Applied();
    connection.setRemoteDescription(
        new RTCSessionDescription(RTCSdpType.ANSWER, accepted.sdp()), remote);
    remote.await();
    assertThat(connected.await(SECONDS, TimeUnit.SECONDS)).as("libwebrtc is connected").isTrue();
  }

  private void push(I420 picture) {
    NativeI420Buffer buffer = NativeI420Buffer.allocate(picture.width(), picture.height());
    int chroma = picture.width() / 2;
    copy(picture.y(), picture.width(), buffer.getDataY(), buffer.getStrideY());
    copy(picture.u(), chroma, buffer.getDataU(), buffer.getStrideU());
    copy(picture.v(), chroma, buffer.getDataV(), buffer.getStrideV());
    VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
    videoSource.pushFrame(frame);
    frame.release();
  }

  private static void copy(byte[] plane, int width, ByteBuffer target, int stride) {
    for (int row = 0; row * width < plane.length; row++) {
      target.put(row * stride, plane, row * width, width);
    }
  }

  private final class Hum implements Runnable {
    private final byte[] samples = new byte[SAMPLES * 2];
    private long position;

    @Override
    public void run() {
      ByteBuffer buffer = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < SAMPLES; i++) {
        double turns = (double) TONE_HZ * position++ / SAMPLE_RATE;
        buffer.putShort((short) (TONE_LEVEL * Math.sin(2 * Math.PI * turns)));
      }
      audioSource.pushAudio(samples, 16, SAMPLE_RATE, 1, SAMPLES);
    }
  }

  private final class Events implements PeerConnectionObserver {
    private final @Nullable Sightings seen;

    Events(@Nullable Sightings seen) {
      this.seen = seen;
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
      if (state == RTCPeerConnectionState.CONNECTED) {
        connected.countDown();
      }
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
      // A server that is ICE-lite learns it from the checks.
    }

    @Override
    public void onTrack(RTCRtpTransceiver transceiver) {
      Sightings sightings = seen;
      if (sightings == null) {
        return;
      }
      switch (transceiver.getReceiver().getTrack()) {
        case VideoTrack track -> track.addSink(frame -> show(frame, sightings));
        case AudioTrack track ->
            track.addSink((data, bits, rate, channels, frames) -> hear(data, sightings));
        default -> {}
      }
    }
  }

  private static void show(VideoFrame frame, Sightings seen) {
    I420Buffer picture = frame.buffer.toI420();
    byte[] luma = new byte[picture.getStrideY() * picture.getHeight()];
    ByteBuffer plane = picture.getDataY();
    plane.get(luma, 0, Math.min(luma.length, plane.remaining()));
    seen.picture(luma, picture.getWidth(), picture.getHeight(), picture.getStrideY());
  }

  private static void hear(byte[] samples, Sightings seen) {
    ByteBuffer buffer = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.remaining() >= 2) {
      if (buffer.getShort() > LOUD) {
        seen.sound();
        return;
      }
    }
  }

  private static final class Applied implements SetSessionDescriptionObserver {
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    @Override
    public void onSuccess() {
      done.complete(true);
    }

    @Override
    public void onFailure(String error) {
      done.completeExceptionally(new IOException(error));
    }

    void await() {
      var _ = done.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
  }

  /// Ends the session, and frees what is not garbage collected: users before what they use.
  @Override
  public void close() throws IOException {
    if (pictures != null) {
      pictures.close();
    }
    if (session != null) {
      try {
        http.delete(session, Optional.empty());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    http.close();
    // The connection keeps its tracks, which therefore refuse to be disposed of.
    connection.close();
    videoSource.dispose();
    audioSource.dispose();
    factory.dispose();
    device.dispose();
  }
}
