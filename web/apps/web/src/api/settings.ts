/** Choices of this device that last: language, devices, sounds, the way of the media, way to sign in, recent emoji, currency, what was watched and searched for last. Nothing secret. */
export type Setting =
  | 'language'
  | 'camera'
  | 'microphone'
  | 'muted'
  | 'way'
  | 'signIn'
  | 'emoji'
  | 'giftSounds'
  | 'currency'
  | 'watched'
  | 'searches';

const key = (setting: Setting): string => `nio.${setting}`;

/** The remembered choice, or `null`; also `null` where the browser forbids storage. */
export function readSetting(setting: Setting): string | null {
  try {
    return localStorage.getItem(key(setting));
  } catch {
    return null;
  }
}

/** Remembers a choice; `null` forgets it. */
export function writeSetting(setting: Setting, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key(setting));
    else localStorage.setItem(key(setting), value);
  } catch {
    // Storage is full or forbidden: the choice lasts for this visit.
  }
}
