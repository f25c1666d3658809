package live.nio.stream;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ClientErrorException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import live.nio.platform.DomainError;
import live.nio.platform.Forbidden;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.RateLimits;
import live.nio.platform.Secrets;
import live.nio.sfu.sdp.SdpException;
import live.nio.stream.PublisherChanged.Leg;
import org.jspecify.annotations.Nullable;

/// The sessions of WHIP ([RFC 9725](https://www.rfc-editor.org/rfc/rfc9725)) and WHEP: whose each
/// leg is, and which ICE session it is in. Virtual threads.
///
/// A leg's id is a bearer token, as RFC 9725 §4.9 allows: who knows it may patch or end it. But a
/// request that says who it comes from must come from whom the leg belongs to.
///
/// An entry is made with its leg and goes when the leg is found gone, every few seconds at the
/// latest, so the map is bounded by the media server's own limits.
@Singleton
class MediaSessions {

  /// Longest offer or fragment.
  static final int MAX_LENGTH = 64 * 1024;

  private static final int ETAG_BYTES = 12;

  enum Kind {
    WHIP,
    WHEP;

    /// As in its routes.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Who asks.
  ///
  /// @param account null for a guest
  /// @param byKey whether a stream key was presented, not an access token
  record Bearer(@Nullable UUID account, boolean byKey) {
    static final Bearer GUEST = new Bearer(null, false);
  }

  /// A leg that was made.
  ///
  /// @param etag names its ICE session, in quotes
  record Opened(Kind kind, String legId, String etag, String answer) {}

  /// What a patch came to.
  ///
  /// @param answer of an ICE restart, else null
  record Patched(@Nullable String answer, String etag) {}

  private static final class Session {
    final Kind kind;
    final UUID streamId;
    final Bearer owner;

    /// Guarded by this.
    String etag;

    Session(Kind kind, UUID streamId, Bearer owner, String etag) {
      this.kind = kind;
      this.streamId = streamId;
      this.owner = owner;
      this.etag = etag;
    }
  }

  private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
  private final Media media;
  private final Streams streams;
  private final RoomDoors doors;
  private final RateLimits limits;
  private final Secrets secrets;

  MediaSessions(Media media, Streams streams, RoomDoors doors, RateLimits limits, Secrets secrets) {
    this.media = media;
    this.streams = streams;
    this.doors = doors;
    this.limits = limits;
    this.secrets = secrets;
  }

  // ---- opening

  /// Publishes a stream of the bearer's own.
  ///
  /// @param by what publishes
  Opened publish(UUID streamId, Bearer bearer, Leg by, String offer) {
    UUID account = bearer.account();
    if (account == null) {
      throw new Forbidden("Only the streamer may publish this stream.");
    }
    limits.take(Limit.MEDIA_PUBLISH, account.toString());
    checkLength(offer);
    if (!streams.requireLive(streamId).streamerId().equals(account)) {
      throw new Forbidden("Only the streamer may publish this stream.");
    }
    return open(Kind.WHIP, streamId, bearer, () -> media.publish(streamId, by, offer));
  }

  /// Watches a stream.
  Opened view(UUID streamId, Bearer bearer, String network, String offer) {
    limits.take(Limit.MEDIA_VIEW_NETWORK, network);
    checkLength(offer);
    LiveStream stream = streams.requireLive(streamId);
    doors.admit(stream, bearer.account());
    Opened opened = open(Kind.WHEP, streamId, bearer, () -> media.view(streamId, offer));
    // Once more: who was put out in this moment had no entry yet to be ended.
    try {
      doors.admit(stream, bearer.account());
    } catch (DomainError keptOut) {
      end(opened.legId());
      throw keptOut;
    }
    return opened;
  }

  private interface Answering {
    Media.Answer answer() throws SdpException;
  }

  private Opened open(Kind kind, UUID streamId, Bearer bearer, Answering answering) {
    Media.Answer answer;
    try {
      answer = answering.answer();
    } catch (SdpException e) {
      throw new StreamErrors.BadDescription(e);
    }
    String etag = newEtag();
    sessions.put(answer.legId(), new Session(kind, streamId, bearer, etag));
    // The stream may have ended between the check and the entry, which then nobody closed.
    if (!streams.find(streamId).map(LiveStream::isLive).orElse(false)) {
      end(answer.legId());
      throw new StreamErrors.Over();
    }
    return new Opened(kind, answer.legId(), etag, answer.sdp());
  }

  static void checkLength(String description) {
    if (description.length() > MAX_LENGTH) {
      throw new StreamErrors.DescriptionTooLong(MAX_LENGTH);
    }
  }

  private String newEtag() {
    return '"' + Secrets.text(secrets.random(ETAG_BYTES)) + '"';
  }

  // ---- using

  /// Takes candidates or an ICE restart ([RFC 9725
  /// §4.3](https://www.rfc-editor.org/rfc/rfc9725#section-4.3)).
  ///
  /// @param ifMatch the ICE session the client believes in, or `*` for whichever it is
  Patched patch(Kind kind, String legId, Bearer bearer, @Nullable String ifMatch, String fragment) {
    Session session = require(kind, legId, bearer);
    limits.take(Limit.MEDIA_SESSION, legId);
    checkLength(fragment);
    if (ifMatch == null) {
      throw new ClientErrorException(428);
    }
    // Restarts of one leg come one after another, or two clients' etags would be mixed up.
    synchronized (session) {
      if (!matches(ifMatch, session.etag)) {
        throw new ClientErrorException(412);
      }
      Optional<String> answer;
      try {
        answer = media.patch(legId, fragment);
      } catch (SdpException e) {
        throw new StreamErrors.BadDescription(e);
      }
      if (answer.isPresent()) {
        session.etag = newEtag();
      }
      return new Patched(answer.orElse(null), session.etag);
    }
  }

  private static boolean matches(String ifMatch, String etag) {
    for (String one : ifMatch.split(",", 16)) {
      if (one.strip().equals("*") || one.strip().equals(etag)) {
        return true;
      }
    }
    return false;
  }

  void close(Kind kind, String legId, Bearer bearer) {
    require(kind, legId, bearer);
    end(legId);
  }

  void layer(String legId, Bearer bearer, Layer choice) {
    require(Kind.WHEP, legId, bearer);
    limits.take(Limit.MEDIA_SESSION, legId);
    media.layer(legId, choice);
  }

  PublisherStatistics publisherStatistics(String legId, Bearer bearer) {
    Session session = require(Kind.WHIP, legId, bearer);
    limits.take(Limit.MEDIA_SESSION, legId);
    return media
        .publisherStatistics(session.streamId)
        .orElseThrow(() -> new NotFound("media session"));
  }

  ViewerStatistics viewerStatistics(String legId, Bearer bearer) {
    require(Kind.WHEP, legId, bearer);
    limits.take(Limit.MEDIA_SESSION, legId);
    return media.viewerStatistics(legId).orElseThrow(() -> new NotFound("media session"));
  }

  private Session require(Kind kind, String legId, Bearer bearer) {
    Session session = sessions.get(legId);
    if (session == null || session.kind != kind || !media.isOpen(legId)) {
      throw new NotFound("media session");
    }
    UUID owner = session.owner.account();
    if (bearer.account() != null && owner != null && !owner.equals(bearer.account())) {
      throw new Forbidden("This media session is somebody else's.");
    }
    return session;
  }

  // ---- ending

  private void end(String legId) {
    sessions.remove(legId);
    media.close(legId);
  }

  void streamEnded(@Observes StreamEnded event) {
    sessions.forEach((legId, session) -> {
      if (session.streamId.equals(event.stream().id())) {
        end(legId);
      }
    });
  }

  /// Ends what somebody watches who may no longer.
  void putOut(@Observes PutOut event) {
    sessions.forEach((legId, session) -> {
      if (session.kind == Kind.WHEP
          && session.streamId.equals(event.streamId())
          && event.accountId().equals(session.owner.account())) {
        end(legId);
      }
    });
  }

  /// Ends what was published by a stream key that is no longer good.
  void keyRevoked(UUID account) {
    sessions.forEach((legId, session) -> {
      if (session.owner.byKey() && account.equals(session.owner.account())) {
        end(legId);
      }
    });
  }

  /// Forgets legs that are gone.
  @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweep() {
    sessions.keySet().removeIf(legId -> !media.isOpen(legId));
  }
}
