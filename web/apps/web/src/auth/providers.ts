/** Names of the providers of social login, as they write themselves. */
export const PROVIDER_NAMES = {
  google: 'Google',
  facebook: 'Facebook',
  vk: 'VK',
  twitter: 'X',
} as const;

/** One of {@link PROVIDER_NAMES}. */
export type Provider = keyof typeof PROVIDER_NAMES;

/** A provider this app has a name and a sign for. */
export function knownProvider(word: string | null): Provider | null {
  return word !== null && Object.hasOwn(PROVIDER_NAMES, word) ? (word as Provider) : null;
}

/** What to call a provider, also one of a newer server. */
export function providerName(word: string): string {
  const provider = knownProvider(word);
  return provider === null ? word : PROVIDER_NAMES[provider];
}
