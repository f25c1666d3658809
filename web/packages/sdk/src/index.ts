/**
 * Client of a NIO server: REST ({@link NioClient}), accounts ({@link Account}, {@link QrLogin}), people ({@link People}, {@link Inbox}), live rooms ({@link LiveSocket}, {@link LiveRoom}) and WebRTC
 * ({@link Broadcaster}, {@link Viewer}). Runs in browsers, Node and React Native.
 *
 * @packageDocumentation
 */
export { Account, type ProofPurpose } from './account/account.js';
export { AccountSocket } from './account/accountSocket.js';
export * from './error.js';
export { NioClient, type Rtc, type Streams, type StreamQuery } from './http/client.js';
export type { Http, HttpOptions } from './http/http.js';
export { Rooms, type AuditEntry, type RoomSettings, type ViewerPage } from './http/rooms.js';
export {
  LAYERS,
  MediaHttp,
  type Layer,
  type LegStatistics,
  type MediaServer,
  type ServerLeg,
} from './http/media.js';
export type { ChatLog, OutgoingMessage } from './live/chatLog.js';
export type { TopologyMode, TopologyPreference } from './live/events.js';
export {
  GiftRoom,
  type GiftRoomOptions,
  type GiftRoomState,
  type ShownGift,
} from './live/giftRoom.js';
export {
  COMBO_MS,
  GIFT_COUNT_MAX,
  GIFT_TYPES,
  type Balance,
  type Combo,
  type Gift,
  type GiftType,
} from './live/gifts.js';
export { isStored } from './live/chatLog.js';
export { LiveRoom, type LiveRoomOptions, type ReactionCount } from './live/liveRoom.js';
export { LiveSocket } from './live/liveSocket.js';
export { isOver, type RoomPhase, type RoomState } from './live/roomState.js';
export * from './model.js';
export { randomId } from './randomId.js';
export { Banners } from './people/banners.js';
export { Inbox } from './people/inbox.js';
export { People, type Paging, type PeoplePage } from './people/people.js';
export { parseQrLink } from './qr/parseQrLink.js';
export { QrApproval, type QrApprovalState } from './qr/qrApproval.js';
export { QrLogin, type QrLoginOptions, type QrLoginState } from './qr/qrLogin.js';
export { Broadcaster, type BroadcasterOptions, type BroadcastState } from './rtc/broadcaster.js';
export type { SentSize } from './rtc/whip.js';
export type { Health } from './rtc/health.js';
export { IceServers } from './rtc/iceServers.js';
export type { CreatePeerConnection } from './rtc/peerConnection.js';
export type { Signaling, SignalingEvent } from './rtc/signaling.js';
export { playbackOf, type Playback, type PlaybackTotals } from './rtc/playback.js';
export type { OutgoingTracks } from './rtc/tracks.js';
export { Viewer, type ViewerOptions, type ViewerPhase, type ViewerState } from './rtc/viewer.js';
export { Whip, type WhipOptions } from './rtc/whip.js';
export {
  Session,
  type RefreshTokenStore,
  type SessionChannel,
  type SessionEnd,
  type SessionOptions,
  type SessionState,
} from './session/session.js';
export {
  NamespaceSocket,
  type ConnectionState,
  type OpenSocket,
  type RawSocket,
  type SocketOptions,
} from './socket/namespaceSocket.js';
export { Store, type Readable } from './store.js';
export * from './wallet/model.js';
export { Money, MoneyAdmin } from './wallet/money.js';
