/** As much of `RTCPeerConnection` as both ends use; what happens on the network is said by the test. */
export class FakePeerConnection {
  connectionState: RTCPeerConnectionState = 'new';
  signalingState: RTCSignalingState = 'stable';
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  ontrack: ((event: { track: unknown }) => void) | null = null;
  closed = false;
  readonly offers: RTCOfferOptions[] = [];
  readonly candidates: unknown[] = [];
  readonly replaced: unknown[] = [];
  readonly encodings: { rid?: string; active?: boolean }[] = [];
  localDescription: RTCSessionDescriptionInit | null = null;
  readonly answers: string[] = [];
  stats: object[] = [];
  /** Never answers a change of what is sent. */
  deaf = false;
  /** Says no to the next description. */
  refuses = false;

  constructor(readonly configuration: RTCConfiguration) {}

  addTransceiver(_kind: unknown, init: { sendEncodings?: object[] }): object {
    const encodings = init.sendEncodings ?? [];
    this.encodings.push(...encodings);
    return {
      setCodecPreferences: () => undefined,
      sender: {
        replaceTrack: (track: unknown) => {
          this.replaced.push(track);
          return Promise.resolve();
        },
        getParameters: () => ({ encodings }),
        setParameters: () => (this.deaf ? new Promise(() => undefined) : Promise.resolve()),
      },
    };
  }

  createOffer(options: RTCOfferOptions = {}): Promise<RTCSessionDescriptionInit> {
    this.offers.push(options);
    return Promise.resolve({ type: 'offer', sdp: `offer ${this.offers.length}` });
  }

  createAnswer(): Promise<RTCSessionDescriptionInit> {
    return Promise.resolve({ type: 'answer', sdp: 'answer' });
  }

  setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
    this.localDescription = description;
    return Promise.resolve();
  }

  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (this.refuses) return Promise.reject(new DOMException('bad', 'InvalidAccessError'));
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
    if (description.type === 'answer') this.answers.push(description.sdp ?? '');
    return Promise.resolve();
  }

  addIceCandidate(candidate: unknown): Promise<void> {
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  getStats(): Promise<Map<string, object>> {
    return Promise.resolve(new Map(this.stats.map((entry, i) => [String(i), entry])));
  }

  close(): void {
    this.closed = true;
    this.connectionState = 'closed';
  }

  /** What comes in. */
  brings(...tracks: { kind: string; name: string }[]): void {
    for (const track of tracks) this.ontrack?.({ track });
  }

  /** What the network does. */
  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

/** Makes fakes and keeps them. */
export class FakePeerConnections {
  readonly made: FakePeerConnection[] = [];

  readonly create = (configuration: RTCConfiguration): RTCPeerConnection => {
    const made = new FakePeerConnection(configuration);
    this.made.push(made);
    return made as unknown as RTCPeerConnection;
  };

  /** The newest. */
  get last(): FakePeerConnection {
    const last = this.made.at(-1);
    if (!last) throw new Error('No connection was made');
    return last;
  }
}
