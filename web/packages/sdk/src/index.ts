/**
 * Client of a NIO server: REST ({@link NioClient}), live rooms ({@link LiveSocket}, {@link LiveRoom}) and WebRTC
 * ({@link Broadcaster}, {@link Viewer}). Runs in browsers, Node and React Native.
 *
 * @packageDocumentation
 */
export * from './error.js';
export { NioClient, type Rtc, type Streams, type StreamQuery } from './http/client.js';
export type { HttpOptions } from './http/http.js';
export * from './model.js';
export {
  Session,
  type RefreshTokenStore,
  type SessionChannel,
  type SessionOptions,
  type SessionState,
} from './session/session.js';
export { Store, type Readable } from './store.js';
