import type { Candidate } from '../live/events.js';
import type { IceServer } from '../model.js';

/** Makes a connection; the global `RTCPeerConnection` unless an app brings another, as React Native does. */
export type CreatePeerConnection = (configuration: RTCConfiguration) => RTCPeerConnection;

export const defaultPeerConnection: CreatePeerConnection = (configuration) =>
  new RTCPeerConnection(configuration);

/** `RTCConfiguration` for these servers. */
export function configurationOf(iceServers: readonly IceServer[]): RTCConfiguration {
  return { iceServers: iceServers.map((server) => ({ ...server })), bundlePolicy: 'max-bundle' };
}

/** The plain object of a candidate; `null` for the one that says there are no more. */
export function candidateOf(candidate: RTCIceCandidate | null): Candidate | null {
  if (candidate === null || candidate.candidate === '') return null;
  const { candidate: line, sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: line, sdpMid, sdpMLineIndex, usernameFragment };
}

/**
 * Remote candidates of one connection, in order: those that come before the description wait for it. A candidate the
 * browser does not like is left out; the others will do.
 */
export class RemoteCandidates {
  #pc: RTCPeerConnection | null = null;
  #waiting: Candidate[] = [];

  /** Takes one; the end mark is of no use to browsers. */
  async add(candidate: Candidate | null): Promise<void> {
    if (candidate === null) return;
    if (this.#pc === null) this.#waiting.push(candidate);
    else await this.#apply(this.#pc, candidate);
  }

  /** The remote description of `pc` is there. */
  async open(pc: RTCPeerConnection): Promise<void> {
    const waiting = this.#waiting;
    this.#pc = pc;
    this.#waiting = [];
    for (const candidate of waiting) await this.#apply(pc, candidate);
  }

  async #apply(pc: RTCPeerConnection, candidate: Candidate): Promise<void> {
    try {
      await pc.addIceCandidate(candidate);
    } catch {
      // See the class comment.
    }
  }
}
