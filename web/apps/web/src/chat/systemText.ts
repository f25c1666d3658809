import type { Rules, SystemMessage } from '@nio/sdk';
import type { TFunction } from 'i18next';
import type { Format } from '../i18n/format';

/** What happened, in words. */
export function systemText(line: SystemMessage, t: TFunction, format: Format): string {
  switch (line.event) {
    case 'joined':
    case 'followed':
      return t(`chat.system.${line.event}`, { nickname: line.data.person.nickname });
    case 'gift': {
      const { person, count } = line.data;
      return t('chat.system.gift', { nickname: person.nickname, count });
    }
    case 'timed_out':
    case 'banned':
    case 'unbanned': {
      const { person, by, seconds } = line.data;
      return t(`chat.system.${line.event}`, {
        nickname: person.nickname,
        by: by.nickname,
        time: format.span(seconds ?? 0),
      });
    }
    case 'rules_changed':
      return t('chat.system.rules_changed', {
        by: line.data.by.nickname,
        rules: rulesText(line.data.rules, t, format),
      });
    case 'pinned':
      return t('chat.system.pinned', { by: line.data.by.nickname });
    case 'milestone': {
      const { what, value } = line.data;
      return t(`chat.system.${what}`, { count: value, formatted: format.count(value) });
    }
  }
}

/** How one may write in a room, in a few words. */
export function rulesText(rules: Rules, t: TFunction, format: Format): string {
  return rulesWords(rules, t, format).join(', ') || t('chat.rule.none');
}

/** {@link rulesText} as a list, empty when everything is allowed. */
export function rulesWords(rules: Rules, t: TFunction, format: Format): readonly string[] {
  const { slowModeSeconds, followersOnlyMinutes, emotesOnly, linksAllowed } = rules;
  return [
    slowModeSeconds > 0 ? t('chat.rule.slow', { time: format.span(slowModeSeconds) }) : '',
    followersOnlyMinutes === null
      ? ''
      : followersOnlyMinutes === 0
        ? t('chat.rule.followers')
        : t('chat.rule.followersFor', { time: format.span(followersOnlyMinutes * 60) }),
    emotesOnly ? t('chat.rule.emotes') : '',
    linksAllowed ? '' : t('chat.rule.noLinks'),
  ].filter((words) => words !== '');
}
