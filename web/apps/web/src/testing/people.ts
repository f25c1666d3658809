import type { SessionState, SignInMethods, User } from '@nio/sdk';

/** Somebody with everything: a proved address and a password. */
export const ANNA: User = {
  id: 'u1',
  email: 'anna@example.com',
  emailVerified: true,
  nickname: 'anna',
  role: 'user',
  hasPassword: true,
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
