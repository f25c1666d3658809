package live.nio.wallet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.realtime.LiveFeature;
import live.nio.realtime.Peer;
import live.nio.realtime.Realtime;
import live.nio.realtime.SocketEvents;
import live.nio.stream.LiveStream;
import live.nio.stream.Membership;
import live.nio.stream.Streams;
import live.nio.wallet.GiftStore.Outcome;
import live.nio.wallet.GiftStore.Row;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes, stores and spreads gifts. A gift is one round trip to the database, alone or with others;
/// what the sender and the room learn beyond it is told afterwards.
@Singleton
class Gifts implements LiveFeature {

  private static final Logger LOG = Logger.getLogger(Gifts.class);

  private static final int MAX_STREAMS = 10_000;
  private static final int MAX_SENDERS = 10_000;
  private static final Duration SENDER_FRESH = Duration.ofSeconds(5);

  /// Client → server: give something to the streamer of the joined stream.
  ///
  /// @param idempotencyKey the sender's own; the same again is the same gift
  record SendGift(
      @NotNull @Size(max = 32) String giftType,
      @Min(1) @Max(999) int count,
      @NotBlank @Size(max = 64) @Pattern(regexp = "[\\x21-\\x7e]*") String idempotencyKey) {}

  record Acknowledged(Gift gift, Balance balance) {}

  /// Part of a stream's gifts, newest first.
  ///
  /// @param hasMore whether there are older ones
  record Excerpt(List<Gift> gifts, boolean hasMore) {}

  private final GiftStore store;
  private final GiftBatches batches;
  private final Streams streams;
  private final People people;
  private final Balances balances;
  private final Supporters supporters;
  private final Realtime realtime;
  private final Event<GiftSent> sentEvents;

  /// What the gifts of a stream cost so far. Read before the first gift this server takes for it,
  /// so that none is counted twice, and added to from then on.
  private final LoadingCache<UUID, AtomicLong> totals;

  /// Whoever gives, gives often; names may be some seconds old.
  private final Cache<UUID, Person> senders =
      Caffeine.newBuilder().maximumSize(MAX_SENDERS).expireAfterWrite(SENDER_FRESH).build();

  Gifts(
      GiftStore store,
      GiftBatches batches,
      Streams streams,
      People people,
      Balances balances,
      Supporters supporters,
      Realtime realtime,
      Event<GiftSent> sentEvents) {
    this.store = store;
    this.batches = batches;
    this.streams = streams;
    this.people = people;
    this.balances = balances;
    this.supporters = supporters;
    this.realtime = realtime;
    this.sentEvents = sentEvents;
    this.totals =
        Caffeine.newBuilder()
            .maximumSize(MAX_STREAMS)
            .expireAfterAccess(Duration.ofHours(1))
            .build(streamId -> new AtomicLong(store.coinsOf(streamId)));
  }

  @Override
  public void register(SocketEvents events) {
    events.on("gift_send", SendGift.class, Limit.GIFT_SEND, "slow_down", this::send);
  }

  private Acknowledged send(Peer peer, SendGift request) {
    Identity sender = peer.identity().orElseThrow(WalletErrors.LoginRequired::new);
    GiftType type = GiftType.ofWord(request.giftType()).orElseThrow(WalletErrors.UnknownGift::new);
    if (Membership.of(peer) == null) {
      // After a cut the stream may be over, and the sender wants to know what became of a gift.
      Optional<Row> before =
          store
              .byKey(sender.accountId(), request.idempotencyKey())
              .filter(row -> row.giftType().equals(type.word()) && row.count() == request.count());
      if (before.isPresent()) {
        return new Acknowledged(view(before.get()), balances.of(sender.accountId()));
      }
    }
    UUID streamId = Membership.require(peer).streamId();
    AtomicLong total = totals.get(streamId);
    Outcome outcome =
        batches.send(
            new GiftStore.Order(
                Ids.next(),
                sender.accountId(),
                streamId,
                type,
                request.count(),
                request.idempotencyKey()));
    return switch (outcome) {
      case Outcome.Stored stored -> {
        Gift gift = view(stored.gift());
        if (!stored.repeated()) {
          tell(stored.gift(), gift, total.addAndGet(gift.coins()));
        }
        yield new Acknowledged(gift, stored.balance());
      }
      case Outcome.Refused refused -> throw refusal(refused, streamId);
    };
  }

  private RuntimeException refusal(Outcome.Refused refused, UUID streamId) {
    return switch (refused.why()) {
      case MISMATCH -> new WalletErrors.IdempotencyMismatch();
      case OWN_STREAM -> new WalletErrors.OwnStream();
      case IN_DEBT -> new WalletErrors.InDebt();
      case INSUFFICIENT -> new WalletErrors.InsufficientCoins(refused.missing());
      case NOT_FOUND, STREAM_ENDED -> {
        streams.requireLive(streamId);
        yield new IllegalStateException("a stream came back to life");
      }
    };
  }

  private void tell(Row row, Gift gift, long total) {
    realtime.emitTo(Membership.room(gift.streamId()), "gift", gift);
    balances.tell(row.senderId());
    balances.tell(row.streamerId());
    supporters.tell(row.streamId(), row.streamerId());
    try {
      sentEvents.fire(
          new GiftSent(
              row.id(),
              row.streamId(),
              row.streamerId(),
              gift.sender(),
              row.giftType(),
              row.count(),
              row.coins(),
              row.comboId(),
              row.comboCount(),
              row.comboCoins(),
              total,
              row.createdAt()));
    } catch (RuntimeException failure) {
      // The gift is sent, and its sender must hear so, whatever others make of it.
      LOG.errorf(failure, "Gift %s was sent, but not everybody could be told", row.id());
    }
  }

  private Gift view(Row row) {
    Person sender =
        senders.get(
            row.senderId(), id -> people.byIds(List.of(id)).getOrDefault(id, Person.gone(id)));
    return view(row, sender);
  }

  /// Gifts of a stream before one (or the newest), newest first.
  Excerpt excerpt(LiveStream stream, @Nullable UUID before, int limit) {
    List<Row> rows = store.before(stream.id(), before, limit + 1);
    boolean hasMore = rows.size() > limit;
    List<Row> page = hasMore ? rows.subList(0, limit) : rows;
    Map<UUID, Person> persons = people.byIds(page.stream().map(Row::senderId).distinct().toList());
    return new Excerpt(
        page.stream()
            .map(
                row -> view(row, persons.getOrDefault(row.senderId(), Person.gone(row.senderId()))))
            .toList(),
        hasMore);
  }

  private static Gift view(Row row, Person sender) {
    return new Gift(
        row.id(),
        row.streamId(),
        row.giftType(),
        row.count(),
        row.coins(),
        row.beans(),
        sender,
        new Gift.Combo(row.comboId(), row.comboCount(), row.comboCoins()),
        row.createdAt());
  }
}
