/**
 * The words the rest of the SDK uses for what the server sends. The generated schema is named here and, for money, in
 * `wallet/model.ts`, and nowhere else, so a renamed schema is one changed line.
 */
import type { components } from './generated/schema.js';

type Schemas = components['schemas'];

/** What a stream is about. */
export type Category = Schemas['Category'];

/** Every {@link Category}, in the order they are offered. */
export const CATEGORIES = [
  'gaming',
  'music',
  'talk',
  'sports',
  'education',
  'other',
] as const satisfies readonly Category[];

/** The signed-in account, as its owner sees it. */
export type User = Readonly<Schemas['User']>;

/** Somebody, as everybody sees them. Without a picture at `avatarUrl`, they are shown by a letter. */
export type Person = Readonly<Schemas['Person']>;

/**
 * A broadcast, live or ended. `previewUrl` is a picture of it not older than a few minutes, or its last one; `tags` are at
 * most five words it is found by.
 */
export type Stream = Readonly<Omit<Schemas['Stream'], 'tags'>> & {
  readonly tags: readonly string[];
};

/** Why a stream is over; `null` while it is live. */
export type EndReason = Stream['endReason'];

/** What somebody may do in a room, the highest that applies; in this order. */
export const ROLES = ['streamer', 'staff', 'moderator', 'viewer'] as const;

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** Somebody who is in a room or writes in it. */
export type RoomPerson = Person & { readonly role: Role };

/** What somebody wrote into the chat. */
export interface ChatMessage {
  readonly kind: 'text';
  readonly id: string;
  readonly streamId: string;
  /** The sender's own id of it: what was sent twice is one message. */
  readonly clientMessageId: string;
  readonly author: RoomPerson;
  readonly text: string;
  /** Who is meant by the `@nickname`s in the text. */
  readonly mentions: readonly Person[];
  readonly replyTo: Quote | null;
  readonly createdAt: string;
}

/** The message another one answers. */
export interface Quote {
  readonly id: string;
  readonly author: Person;
  readonly text: string;
}

/** What the room itself tells in the chat: name of the event to its data. */
export interface SystemEvents {
  readonly joined: { readonly person: Person };
  readonly gift: {
    readonly person: Person;
    readonly giftType: string;
    readonly count: number;
    readonly coins: number;
    readonly comboId: string | null;
  };
  readonly followed: { readonly person: Person };
  readonly timed_out: Sanction;
  readonly banned: Sanction;
  readonly unbanned: Sanction;
  readonly rules_changed: { readonly by: Person; readonly rules: Rules };
  readonly pinned: { readonly by: Person; readonly messageId: string };
  readonly milestone: { readonly what: 'viewers' | 'coins' | 'hour'; readonly value: number };
}

interface Sanction {
  readonly person: Person;
  readonly by: Person;
  readonly seconds: number | null;
}

/** A line of the chat nobody wrote. A `gift` grows: the same id comes again with a higher count. */
export type SystemMessage = {
  [E in keyof SystemEvents]: {
    readonly kind: 'system';
    readonly id: string;
    readonly streamId: string;
    readonly event: E;
    readonly data: SystemEvents[E];
    readonly createdAt: string;
  };
}[keyof SystemEvents];

/** One line of a stream's chat. */
export type ChatLine = ChatMessage | SystemMessage;

/** How one may write in a room. Moderators and above need not heed them. */
export interface Rules {
  /** Between two messages of one person; 0 is off. */
  readonly slowModeSeconds: number;
  /** For how long one must have followed to write; `null` is off. */
  readonly followersOnlyMinutes: number | null;
  readonly emotesOnly: boolean;
  readonly linksAllowed: boolean;
}

/** What one may do in a room oneself. */
export interface RoomSelf {
  readonly role: Role;
  readonly canWrite: boolean;
  /** Why not. */
  readonly why: 'login_required' | 'timed_out' | 'followers_only' | 'blocked' | null;
  /** When it may be different. */
  readonly until: string | null;
}

/** A ban from a room, or with `until` a time-out in it. */
export interface Ban {
  readonly person: Person;
  readonly by: Person;
  readonly until: string | null;
  readonly reason: string | null;
  readonly createdAt: string;
}

/** The emoji one can react with. */
export const REACTIONS = ['❤️', '🔥', '👏', '😂', '😮', '😢', '🎉', '👍'] as const;

/** One of {@link REACTIONS}. */
export type Reaction = (typeof REACTIONS)[number];

/** One field of a form the server did not accept. */
export type FieldError = Readonly<Schemas['FieldError']>;

/** One page of the list of streams. */
export interface StreamPage {
  readonly streams: readonly Stream[];
  readonly pagination: Pagination;
}

/** Which page of a list this is, and how long the list is. */
export type Pagination = Readonly<Schemas['Pagination']>;

/** One page of a stream's chat, oldest first. */
export interface MessagePage {
  readonly messages: readonly ChatLine[];
  readonly hasMore: boolean;
}

/** What is needed to create an account. */
export type Registration = Readonly<
  Omit<Schemas['RegisterRequest'], 'tokenTransport' | 'deviceToken'>
>;

/** What is needed to sign in. */
export type Credentials = Readonly<Omit<Schemas['LoginRequest'], 'tokenTransport' | 'deviceToken'>>;

/** What everybody gets who signs in. */
export type SignInAnswer = Readonly<Schemas['AuthResponse']>;

/** What a login page may offer. */
export type SignInMethods = Readonly<Schemas['SignInMethods']>;

/** How somebody signed in: by password, through a provider, or by QR code. */
export type SignInMethod = Schemas['SignInMethod'];

/** What kind of thing somebody signed in from. */
export type DeviceKind = Schemas['DeviceKind'];

/** One device that is signed in. */
export type DeviceSession = Readonly<Schemas['Session']>;

/** One attempt to sign in, successful or not. */
export type LoginAttempt = Readonly<Schemas['LoginAttempt']>;

/** Something the account's owner should know. */
export type AccountNotice = Readonly<Schemas['Notice']>;

/** A provider an account signs in through. */
export type LinkedIdentity = Readonly<Schemas['LinkedIdentity']>;

/** Providers an account has, and those the server offers. */
export type LinkedIdentities = Readonly<Schemas['LinkedIdentitiesResponse']>;

/** A fresh QR code; `qrData` is the picture as a `data:` URL. */
export type QrSession = Readonly<Schemas['QrSessionResponse']>;

/**
 * How a QR login stands. `number` and `person` are told to the browser that waits for it, while scanned; `expiresIn`,
 * the seconds there are for the next step, until the end.
 */
export type QrStatus = Readonly<
  Pick<Schemas['QrStatus'], 'status'> & {
    [Name in Exclude<keyof Schemas['QrStatus'], 'status'>]?: Schemas['QrStatus'][Name] | null;
  }
>;

/** Who asks to be signed in by QR code. */
export type QrRequester = Readonly<Schemas['QrRequester']>;

/** What a phone learns by scanning a QR code. */
export type QrScan = Readonly<Schemas['QrScannedResponse']>;

/** What a new stream says about itself. */
export type NewStream = Readonly<Omit<Schemas['CreateStreamRequest'], 'tags'>> & {
  readonly tags?: readonly string[];
};

/** Which of a stream's words to change. */
export type StreamChange = Readonly<Omit<Schemas['UpdateStreamRequest'], 'tags'>> & {
  readonly tags?: readonly string[];
};

/** The key a program such as OBS publishes with, and what its streams are called; the key itself is never told again. */
export type StreamKey = Readonly<Schemas['StreamKey']>;

/** Somebody's page. */
export interface Profile {
  readonly id: string;
  readonly nickname: string;
  readonly avatarUrl: string | null;
  readonly bio: string;
  readonly createdAt: string;
  readonly followers: number;
  readonly following: number;
  /** It is one's own. */
  readonly isMe: boolean;
  /** The signed-in person follows them. */
  readonly isFollowing: boolean;
  /** The signed-in person has blocked them. */
  readonly isBlocked: boolean;
  /** What they stream right now. */
  readonly live: Stream | null;
  readonly totals: {
    readonly streams: number;
    readonly hoursLive: number;
    readonly peakViewers: number;
  };
}

/** Somebody who gave gifts, and how much. */
export interface Supporter {
  readonly person: Person;
  readonly coins: number;
  readonly gifts: number;
}

/** The time supporters are counted over. */
export type SupportPeriod = 'day' | 'week' | 'all';

/** Live streams of the people one follows, and one page of those people. */
export interface Following {
  readonly streams: readonly Stream[];
  readonly people: readonly FoundPerson[];
  readonly pagination: Pagination;
}

/** What to search for. */
export type SearchType = 'all' | 'people' | 'streams';

/** Somebody in a list, with how many follow them and whether they are live. */
export type FoundPerson = Person & { readonly followers: number; readonly live: boolean };

/** One page of what a search has found. */
export interface SearchResult {
  readonly people: readonly FoundPerson[];
  readonly streams: readonly Stream[];
  readonly pagination: Pagination;
}

/** A tag and how many live streams have it. */
export interface TagCount {
  readonly tag: string;
  readonly streams: number;
}

/** Something the people one follows, or one's followers, have done. */
export interface Notification {
  readonly id: string;
  readonly kind: 'stream_started' | 'new_follower';
  readonly person: Person;
  readonly streamId: string | null;
  /** Of the stream. */
  readonly title: string | null;
  readonly createdAt: string;
  readonly readAt: string | null;
}

/** One page of notifications, newest first, and how many of all are unread. */
export interface InboxPage {
  readonly notifications: readonly Notification[];
  readonly unread: number;
  readonly hasMore: boolean;
}

/** Where a banner stands. */
export type BannerPlacement = 'room' | 'home';

/** An advertisement to show. */
export interface Banner {
  readonly id: string;
  readonly imageUrl: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}

/** What an admin says about a banner. */
export interface NewBanner {
  /** For admins only. */
  readonly name: string;
  /** The picture in words. */
  readonly alt: string;
  /** `https` */
  readonly link: string;
  readonly placement: BannerPlacement;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  /** 1 to 100: how often it is chosen among those that are due. */
  readonly weight: number;
  readonly active: boolean;
}

/** A banner with its numbers; `imageUrl` is `null` before it has a picture. */
export interface BannerReport extends NewBanner {
  readonly id: string;
  readonly imageUrl: string | null;
  readonly impressions: number;
  readonly clicks: number;
}

/** STUN or TURN server, in the shape `RTCPeerConnection` takes. */
export type IceServer = Readonly<Schemas['IceServer']>;

/** Limits of the server's forms, for checks before sending. */
export const LIMITS = {
  emailMax: 254,
  passwordMin: 15,
  passwordMax: 128,
  nicknameMin: 3,
  nicknameMax: 20,
  nicknamePattern: /^[A-Za-z0-9_]+$/,
  titleMax: 100,
  descriptionMax: 500,
  /** In code points. */
  chatTextMax: 500,
  banReasonMax: 200,
  timeOutMinSeconds: 10,
  timeOutMaxSeconds: 86_400,
  blockedWordsMax: 200,
  blockedWordMax: 50,
  bioMax: 300,
  tagsMax: 5,
  tagMin: 2,
  tagMax: 24,
  /** What a tag is made of, once lower-cased. */
  tagPattern: /^[\p{L}\p{N}-]{2,24}$/u,
  searchMax: 64,
  /** In bytes, of the file that is sent. */
  avatarMaxBytes: 5 * 1024 * 1024,
} as const;

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** One page of one person inside a stream; survives a cut of the connection. */
export type PeerId = Branded<string, 'PeerId'>;

/** One WebRTC connection between a streamer and a viewer; chosen by the streamer. */
export type ConnectionId = Branded<string, 'ConnectionId'>;

/** Proof that lets the same page keep its {@link PeerId} after a cut. */
export type ResumeToken = Branded<string, 'ResumeToken'>;
