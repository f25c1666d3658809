import { backoffMs } from '../backoff.js';
import type { MediaServer } from '../http/media.js';
import {
  outboundTotals,
  sampleBetween,
  type OutboundSample,
  type OutboundTotals,
} from './health.js';
import type { IceServers } from './iceServers.js';
import {
  configurationOf,
  defaultPeerConnection,
  type CreatePeerConnection,
} from './peerConnection.js';
import { ServerConnection } from './serverConnection.js';
import { copiesOf, OFF, RIDS, type Copy } from './simulcast.js';
import { withStartBitrate } from './startBitrate.js';
import type { OutgoingTracks } from './tracks.js';

/** Surroundings of a {@link Whip}. */
export interface WhipOptions {
  readonly media: MediaServer;
  readonly ice: IceServers;
  readonly streamId: string;
  readonly createPeerConnection?: CreatePeerConnection | undefined;
}

/** One of the sizes the picture is sent to the server in. */
export interface SentSize {
  /** Of the shorter side, as in “720p”. */
  readonly lines: number;
  /** `false` while nobody watches it. */
  readonly sent: boolean;
}

/** Enough for all three at once, and little enough for most links; what is too much the browser notices in a second. */
const START_KILOBITS = 1500;

const MAX_FRAMERATE = 30;

/**
 * The streamer's connection to the server, made once and kept: with its media paused it costs next to nothing, and the
 * first picture is a matter of encoding one. A connection that broke is made again for as long as this is open.
 */
export class Whip {
  readonly #options: WhipOptions;
  #tracks: OutgoingTracks;
  #connection: ServerConnection | null = null;
  #senders: readonly RTCRtpSender[] = [];
  #active = false;
  /** Names of the copies of the picture that are wanted; `null` for all. */
  #rids: readonly string[] | null = null;
  #opened = false;
  /** The next attempt is planned. */
  #waiting = false;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #totals: OutboundTotals | null = null;
  /** Changes of one sender must not overlap. Of this connection: one that was closed may never answer its last change. */
  #applying: Promise<unknown> = Promise.resolve();

  /** @param tracks what to send at first */
  constructor(options: WhipOptions, tracks: OutgoingTracks) {
    this.#options = options;
    this.#tracks = tracks;
  }

  /** Media would get through, or does. */
  get connected(): boolean {
    return this.#connection?.connected === true;
  }

  /** Media is wanted. */
  get active(): boolean {
    return this.#active;
  }

  /** Connects and stays connected until {@link close}. A second time it finds out whether it still is. */
  connect(): void {
    if (!this.#opened) {
      this.#opened = true;
      void this.#open();
    } else if (this.#waiting) {
      // The server is there again: no reason to wait any longer.
      void this.#open();
    } else {
      // The server that has us back may be a new one, which knows nothing of the leg.
      void this.#connection?.check();
    }
  }

  /** What the picture is sent in while media is wanted, largest first. */
  get sizes(): readonly SentSize[] {
    const { video } = this.#tracks;
    const { width, height } = video?.getSettings() ?? {};
    if (video === null || width === undefined || height === undefined) return [];
    return copiesOf(video)
      .flatMap(({ active, scaleDownBy }, index) =>
        active
          ? [
              {
                lines: Math.round(Math.min(width, height) / scaleDownBy),
                sent: this.#isWanted(index),
              },
            ]
          : [],
      )
      .reverse();
  }

  /**
   * Sends media, or pauses it, without a new negotiation.
   *
   * @param rids the copies of the picture somebody watches; the others are not sent. `null` for all.
   */
  setActive(active: boolean, rids: readonly string[] | null = null): void {
    this.#active = active;
    this.#rids = rids;
    this.#apply();
  }

  /** Sends these tracks from now on, without a new negotiation. */
  async setTracks(tracks: OutgoingTracks): Promise<void> {
    this.#tracks = tracks;
    const [audio, video] = this.#senders;
    // A connection that is just closing refuses, and does not matter.
    await Promise.allSettled([
      audio?.replaceTrack(tracks.audio),
      video?.replaceTrack(tracks.video),
    ]);
    // Another camera, another size.
    this.#apply();
  }

  /** What was sent since the last call; `null` the first time, and while nothing is. */
  async measure(): Promise<OutboundSample | null> {
    const connection = this.#connection;
    const report = await connection?.pc.getStats().catch(() => undefined);
    if (report === undefined || connection !== this.#connection || !this.connected) return null;
    const before = this.#totals;
    this.#totals = this.#active ? outboundTotals(report, Date.now()) : null;
    return before === null || this.#totals === null ? null : sampleBetween(before, this.#totals);
  }

  /** Ends the connection. The tracks stay open; they belong to whoever made them. */
  close(): void {
    this.#opened = false;
    clearTimeout(this.#timer);
    this.#connection?.close();
    this.#connection = null;
    this.#senders = [];
  }

  async #open(): Promise<void> {
    const { media, ice, streamId, createPeerConnection = defaultPeerConnection } = this.#options;
    clearTimeout(this.#timer);
    this.#waiting = false;
    const iceServers = await ice.get();
    if (!this.#opened) return;
    const pc = createPeerConnection(configurationOf(iceServers));
    this.#connection = new ServerConnection({
      media,
      direction: 'whip',
      streamId,
      pc,
      tune: (answer) => withStartBitrate(answer, START_KILOBITS),
      onConnected: () => {
        this.#attempt = 0;
        // Some browsers forget what was set before the first negotiation.
        this.#apply();
      },
      onLost: (cause) => {
        this.#totals = null;
        const waitMs =
          cause?.retryAfterMs ?? backoffMs(this.#attempt++, { baseMs: 500, maxMs: 15_000 });
        this.#waiting = true;
        this.#timer = setTimeout(() => void this.#open(), waitMs);
      },
    });
    const { audio, video } = this.#tracks;
    this.#totals = null;
    this.#applying = Promise.resolve();
    this.#senders = [
      pc.addTransceiver(audio ?? 'audio', {
        direction: 'sendonly',
        sendEncodings: [{ active: this.#active }],
      }).sender,
      this.#addVideo(pc, video).sender,
    ];
    await this.#connection.open();
  }

  #addVideo(pc: RTCPeerConnection, track: MediaStreamTrack | null): RTCRtpTransceiver {
    const transceiver = pc.addTransceiver(track ?? 'video', {
      direction: 'sendonly',
      sendEncodings: copiesOf(track).map((copy, index) => ({
        rid: RIDS[index] ?? '',
        maxFramerate: MAX_FRAMERATE,
        ...this.#encodingOf(copy, index),
      })),
    });
    transceiver.setCodecPreferences(vp8First(sendableCodecs()));
    return transceiver;
  }

  /** The smallest is there for whoever comes, whatever the server says. */
  #isWanted(index: number): boolean {
    return index === 0 || this.#rids === null || this.#rids.includes(RIDS[index] ?? '');
  }

  #encodingOf(
    { active, scaleDownBy, maxBitrateBps }: Copy,
    index: number,
  ): RTCRtpEncodingParameters {
    return {
      active: this.#active && active && this.#isWanted(index),
      scaleResolutionDownBy: scaleDownBy,
      maxBitrate: maxBitrateBps,
    };
  }

  #apply(): void {
    const [audio, video] = this.#senders;
    const copies = copiesOf(this.#tracks.video);
    const change = async (
      sender: RTCRtpSender | undefined,
      encode: (index: number) => RTCRtpEncodingParameters,
    ): Promise<void> => {
      const parameters = sender?.getParameters();
      if (sender === undefined || parameters === undefined) return;
      parameters.encodings.forEach((encoding, index) => Object.assign(encoding, encode(index)));
      await sender.setParameters(parameters);
    };
    this.#applying = this.#applying.then(() =>
      Promise.allSettled([
        change(audio, () => ({ active: this.#active })),
        change(video, (index) => this.#encodingOf(copies[index] ?? OFF, index)),
      ]),
    );
  }
}

function sendableCodecs(): readonly RTCRtpCodec[] {
  return typeof RTCRtpSender === 'undefined'
    ? []
    : (RTCRtpSender.getCapabilities('video')?.codecs ?? []);
}

/** VP8 is what every browser sends in several sizes at once. */
function vp8First(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const isVp8 = (codec: RTCRtpCodec): boolean => codec.mimeType.toLowerCase() === 'video/vp8';
  return [...codecs.filter(isVp8), ...codecs.filter((codec) => !isVp8(codec))];
}
