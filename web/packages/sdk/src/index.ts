/**
 * Client of a NIO server: REST ({@link NioClient}), live rooms ({@link LiveSocket}, {@link LiveRoom}) and WebRTC
 * ({@link Broadcaster}, {@link Viewer}). Runs in browsers, Node and React Native.
 *
 * @packageDocumentation
 */
export * from './error.js';
export { NioClient, type Rtc, type Streams, type StreamQuery } from './http/client.js';
export type { HttpOptions } from './http/http.js';
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
export { LiveRoom, type LiveRoomOptions } from './live/liveRoom.js';
export {
  LiveSocket,
  type ConnectionState,
  type LiveSocketOptions,
  type OpenSocket,
  type RawSocket,
} from './live/liveSocket.js';
export { isOver, type RoomPhase, type RoomState } from './live/roomState.js';
export * from './model.js';
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
  type SessionOptions,
  type SessionState,
} from './session/session.js';
export { Store, type Readable } from './store.js';
