import { NioError, type LiveRoom, type Person } from '@nio/sdk';
import { useTranslation } from 'react-i18next';
import { errorText } from '../api/errorText';
import { rooms } from '../api/rooms';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { people } from '../api/people';
import { hide } from './blocked';

/** What can be done to messages and people; each tells what became of it and answers whether it is done. */
export interface Moderation {
  readonly remove: (messageId: string) => Promise<boolean>;
  readonly clear: (person: Person) => Promise<boolean>;
  readonly timeOut: (person: Person, seconds: number) => Promise<boolean>;
  readonly ban: (person: Person, reason: string) => Promise<boolean>;
  readonly unban: (person: Person) => Promise<boolean>;
  readonly pin: (messageId: string | null) => Promise<boolean>;
  readonly setModerator: (person: Person, named: boolean) => Promise<boolean>;
  readonly block: (person: Person) => Promise<boolean>;
}

export function useModeration(room: LiveRoom): Moderation {
  const { t } = useTranslation();
  const format = useFormat();
  const act = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (cause) {
      const banned = NioError.of(cause).error === 'banned';
      const words = banned ? t('chat.moderate.firstUnban') : errorText(cause, t, format);
      await toast(words, 'trouble');
      return false;
    }
  };
  const unban = (person: Person): Promise<boolean> =>
    act(async () => {
      await room.unban(person.id).catch(unlessGone);
      await toast(t('chat.moderate.unbanned', { nickname: person.nickname }));
    });
  const undo = (person: Person) => ({
    label: t('chat.moderate.undo'),
    run: () => void unban(person),
  });
  return {
    remove: (messageId) =>
      act(async () => {
        await room.deleteMessage(messageId).catch(unlessGone);
        await toast(t('chat.moderate.deleted'));
      }),
    clear: (person) =>
      act(async () => {
        const count = await room.clearMessages(person.id);
        await toast(t('chat.moderate.cleared', { nickname: person.nickname, count }));
      }),
    timeOut: (person, seconds) =>
      act(async () => {
        await room.ban(person.id, { durationSeconds: seconds });
        const time = format.span(seconds);
        const words = t('chat.moderate.timedOut', { nickname: person.nickname, time });
        await toast(words, 'calm', undo(person));
      }),
    ban: (person, reason) =>
      act(async () => {
        await room.ban(person.id, reason === '' ? {} : { reason });
        const words = t('chat.moderate.banned', { nickname: person.nickname });
        await toast(words, 'calm', undo(person));
      }),
    unban,
    pin: (messageId) => act(() => room.pin(messageId)),
    setModerator: (person, named) =>
      act(async () => {
        const streamer = room.state.getSnapshot().stream?.streamer.id ?? '';
        if (named) await rooms.addModerator(streamer, person.id);
        else await rooms.removeModerator(streamer, person.id);
        const { nickname } = person;
        await toast(
          t(named ? 'chat.moderate.madeModerator' : 'chat.moderate.droppedModerator', { nickname }),
        );
      }),
    block: (person) =>
      act(async () => {
        await people.block(person.id);
        hide(person.id, true);
        await toast(t('chat.moderate.blocked', { nickname: person.nickname }), 'calm', {
          label: t('chat.moderate.undo'),
          run: () =>
            void act(async () => {
              await people.unblock(person.id);
              hide(person.id, false);
            }),
        });
      }),
  };
}

/** Over by itself, or done by another moderator: what was wanted is so. */
function unlessGone(cause: unknown): void {
  if (NioError.of(cause).error !== 'not_found') throw cause;
}
