/**
 * Client of a NIO server: REST ({@link NioClient}), live rooms ({@link LiveSocket}, {@link LiveRoom}) and WebRTC
 * ({@link Broadcaster}, {@link Viewer}). Runs in browsers, Node and React Native.
 *
 * @packageDocumentation
 */
export * from './error.js';
export { NioClient, type Rtc, type Streams, type StreamQuery } from './http/client.js';
export type { HttpOptions } from './http/http.js';
export type { ChatLog, OutgoingMessage } from './live/chatLog.js';
export type { TopologyMode } from './live/events.js';
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
export {
  Broadcaster,
  type BroadcasterOptions,
  type BroadcastState,
  type OutgoingTracks,
} from './rtc/broadcaster.js';
export type { Health } from './rtc/health.js';
export { IceServers } from './rtc/iceServers.js';
export type { CreatePeerConnection } from './rtc/peerConnection.js';
export type { Signaling, SignalingEvent } from './rtc/signaling.js';
export { Viewer, type ViewerOptions, type ViewerPhase, type ViewerState } from './rtc/viewer.js';
export {
  Session,
  type RefreshTokenStore,
  type SessionChannel,
  type SessionOptions,
  type SessionState,
} from './session/session.js';
export { Store, type Readable } from './store.js';
