import type { Pagination, Profile, SessionState, SignInMethods, Stream, User } from '@nio/sdk';

/** Somebody with everything: a proved address and a password. */
export const ANNA: User = {
  id: 'u1',
  email: 'anna@example.com',
  emailVerified: true,
  nickname: 'anna',
  role: 'user',
  hasPassword: true,
  avatarUrl: null,
  createdAt: '2026-01-01T00:00:00Z',
};

/** {@link ANNA}, signed in. */
export const SIGNED_IN: SessionState = { status: 'user', user: ANNA };

/** A server that has everything. */
export const METHODS: SignInMethods = {
  passwordMinLength: 15,
  mail: true,
  providers: ['google', 'facebook', 'vk', 'twitter'],
  termsUrl: null,
  privacyUrl: null,
};

/** Somebody else, as {@link ANNA} sees them: not followed, not blocked, not live. */
export const OLEG: Profile = {
  id: 'u2',
  nickname: 'oleg',
  avatarUrl: null,
  bio: 'Chess in the evenings',
  createdAt: '2025-06-01T00:00:00Z',
  followers: 12,
  following: 3,
  isMe: false,
  isFollowing: false,
  isBlocked: false,
  live: null,
  totals: { streams: 4, hoursLive: 9, peakViewers: 70 },
};

/** A stream of {@link OLEG}'s that is on the air. */
export const CHESS: Stream = {
  id: 's2',
  title: 'Endgames',
  description: '',
  category: 'gaming',
  status: 'live',
  streamer: { id: 'u2', nickname: 'oleg', avatarUrl: null },
  streamerOnline: true,
  viewerCount: 5,
  peakViewers: 8,
  messageCount: 2,
  startedAt: '2026-01-01T10:00:00Z',
  endedAt: null,
  endReason: null,
  previewUrl: null,
  tags: ['chess'],
};

/** One page of a list that has no other. */
export const ONE_PAGE: Pagination = { page: 1, limit: 24, total: 1, pages: 1 };
