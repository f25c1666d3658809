import type { RoomState } from '@nio/sdk';
import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format';

/** What {@link whyNot} asks about. */
export type WritingState = Pick<RoomState, 'self' | 'rules' | 'stream'>;

/** When a pause that is on now is over, in ms since 1970; `null` when there is none. */
export function pausedUntil({ self }: WritingState): number | null {
  return self?.canWrite === false && self.until !== null ? Date.parse(self.until) : null;
}

/** Why one may not write, in words; `null` for those who may, and for guests, who are offered to sign in. */
export function whyNot(state: WritingState, t: TFunction, format: Format): string | null {
  const { self, rules, stream } = state;
  const nickname = stream?.streamer.nickname ?? '';
  const clock = self?.until ? format.clock(self.until) : '';
  switch (self?.canWrite === false ? self.why : null) {
    case 'timed_out':
      return t('chat.why.timed_out', { clock });
    case 'followers_only': {
      if (clock !== '') return t('chat.why.followers_only_until', { clock });
      const minutes = rules?.followersOnlyMinutes ?? 0;
      return minutes === 0
        ? t('chat.why.followers_only', { nickname })
        : t('chat.why.followers_only_for', { nickname, time: format.span(minutes * 60) });
    }
    case 'blocked':
      return t('chat.why.blocked', { nickname });
    case 'login_required':
    case null:
      return null;
  }
}
