import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from '@playwright/test';

/** What a link does to the datagrams of each direction. */
export interface LinkQuality {
  /** Share of the datagrams that are lost, 0 to 1. */
  readonly loss: number;
  /** What it carries, in kbit/s; what comes faster waits, and is lost once {@link QUEUE_MS} of it wait. */
  readonly kbps: number;
}

export const PERFECT: LinkQuality = { loss: 0, kbps: Infinity };

/** How long a datagram waits at most: the buffer of a common access router. */
const QUEUE_MS = 300;
/** IPv4 and UDP headers, which a link carries too. */
const OVERHEAD_BYTES = 28;

/** One direction of one peer. */
class Lane {
  #freeAt = 0;

  constructor(private readonly link: Link) {}

  carry(bytes: number, deliver: () => void): void {
    const { loss, kbps } = this.link.quality;
    const now = performance.now();
    const start = Math.max(now, this.#freeAt);
    if (this.link.random() < loss || start - now > QUEUE_MS) {
      this.link.lost++;
      return;
    }
    this.link.carried++;
    // Bits through kilobits a second are milliseconds.
    this.#freeAt = start + ((bytes + OVERHEAD_BYTES) * 8) / kbps;
    const wait = this.#freeAt - now;
    if (wait < 1) deliver();
    else setTimeout(deliver, wait);
  }
}

/**
 * A bad network between a page and the media server: a UDP relay on a port of its own, which the page is told instead of
 * the server's. Needs no rights and no kernel module, and loses the same share everywhere.
 */
export class Link {
  quality: LinkQuality = PERFECT;
  carried = 0;
  lost = 0;
  readonly #random: () => number;
  readonly #front = createSocket('udp4');
  /** One socket towards the server for each address of the page, so that answers find back. */
  readonly #backs = new Map<string, { socket: Socket; up: Lane }>();
  #closed = false;
  #serverPort = 0;

  private constructor(seed: number) {
    this.#random = mulberry32(seed);
  }

  /** Puts a link between the page and the server. To be called before the page asks for media. */
  static async before(page: Page, kind: 'whip' | 'whep', seed = 1): Promise<Link> {
    const link = new Link(seed);
    link.#front.bind(0);
    await once(link.#front, 'listening');
    link.#front.on('message', (datagram, from) => link.#fromPage(datagram, from));
    await page.route(new RegExp(`/api/streams/[^/]+/${kind}$`), async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: link.#redirected(await response.text()) });
    });
    return link;
  }

  random(): number {
    return this.#random();
  }

  /** Forgets what was carried and lost so far. */
  countAnew(): void {
    this.carried = 0;
    this.lost = 0;
  }

  close(): void {
    this.#closed = true;
    this.#front.close();
    for (const { socket } of this.#backs.values()) socket.close();
    this.#backs.clear();
  }

  /** The server's answer with the link's port in every candidate, and without those over TCP. */
  #redirected(sdp: string): string {
    const { port } = this.#front.address();
    return sdp
      .split('\r\n')
      .filter((line) => !/^a=candidate:\S+ \d+ tcp/i.test(line))
      .map((line) =>
        line.replace(/^(a=candidate:\S+ \d+ udp \d+ \S+) (\d+)/i, (_, head: string, own: string) => {
          this.#serverPort = Number(own);
          return `${head} ${port}`;
        }),
      )
      .join('\r\n');
  }

  #fromPage(datagram: Buffer, { address, port }: RemoteInfo): void {
    const key = `${address}:${port}`;
    let back = this.#backs.get(key);
    if (back === undefined) {
      back = { socket: createSocket('udp4'), up: new Lane(this) };
      const down = new Lane(this);
      back.socket.on('message', (answer) =>
        down.carry(answer.length, () => this.#send(this.#front, answer, port, address)),
      );
      this.#backs.set(key, back);
    }
    const { socket, up } = back;
    up.carry(datagram.length, () => this.#send(socket, datagram, this.#serverPort, '127.0.0.1'));
  }

  /** What was on its way when the link was closed is lost. */
  #send(socket: Socket, datagram: Buffer, port: number, address: string): void {
    if (!this.#closed) socket.send(datagram, port, address);
  }
}

/** A small random generator with a seed, so that a run can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
