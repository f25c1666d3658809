import '@mantine/core/styles/Drawer.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/Switch.layer.css';
import { Button, Drawer, NativeSelect, Skeleton, Switch, Textarea, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  LIMITS,
  NioError,
  type AuditEntry,
  type LiveRoom,
  type Person,
  type RoomState,
  type Rules,
} from '@nio/sdk';
import {
  QueryClientProvider,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../api/errorText';
import { queries } from '../api/queries';
import { people } from '../api/people';
import { rooms } from '../api/rooms';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { breakpoints } from '../theme/theme';
import { Ago } from '../ui/Ago';
import styles from './RoomSettings.module.css';

const SLOW_SECONDS = [0, 3, 5, 10, 30, 60, 120] as const;
/** Minutes: every follower, 10 minutes, an hour, a day, a week, 30 and 90 days. */
const FOLLOWED_MINUTES = [0, 10, 60, 1440, 10_080, 43_200, 129_600] as const;

const BANS_PAGE = 20;
const AUDIT_PAGE = 30;

interface Props {
  readonly room: LiveRoom;
  readonly state: Pick<RoomState, 'rules' | 'self' | 'stream'>;
  readonly onClose: () => void;
}

/** How a room is kept: for its streamer and moderators. */
export default function RoomSettings(props: Props) {
  return (
    // The room itself does without.
    <QueryClientProvider client={queries}>
      <Settings {...props} />
    </QueryClientProvider>
  );
}

function Settings({ room, state, onClose }: Props) {
  const { t } = useTranslation();
  const wide = useMediaQuery(`(min-width: ${breakpoints.desktop})`);
  const streamerId = state.stream?.streamer.id ?? '';
  const query = useQuery({
    queryKey: ['room', streamerId],
    queryFn: ({ signal }) => rooms.get(streamerId, signal),
  });
  const rules = state.rules ?? query.data?.rules;
  return (
    <Drawer
      opened
      onClose={onClose}
      position={wide ? 'right' : 'bottom'}
      size={wide ? 'md' : '85%'}
      title={t('chat.room.title')}
      styles={{ title: { fontWeight: 700 } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.panel} data-testid="room-settings">
        <p className={styles.hint}>{t('chat.room.lasting')}</p>
        {query.data === undefined || rules === undefined ? (
          query.isError ? (
            <div role="alert" className={styles.note}>
              <p>{t('chat.room.failed')}</p>
              <Button
                variant="default"
                loading={query.isFetching}
                onClick={() => void query.refetch()}
              >
                {t('common.retry')}
              </Button>
            </div>
          ) : (
            <div role="status" aria-label={t('common.loading')} className={styles.note}>
              {Array.from({ length: 4 }, (_, row) => (
                <Skeleton key={row} className={styles.skeleton} />
              ))}
            </div>
          )
        ) : (
          <>
            <Section title={t('chat.room.rules')} opened>
              <RulesForm key={JSON.stringify(rules)} room={room} rules={rules} />
            </Section>
            <Section title={t('chat.room.words')}>
              <WordsForm streamerId={streamerId} words={query.data.blockedWords} />
            </Section>
            {state.self?.role === 'streamer' ? (
              <Section title={t('chat.room.moderators')}>
                <Moderators streamerId={streamerId} moderators={query.data.moderators} />
              </Section>
            ) : null}
            <Section title={t('chat.room.bans')}>
              <Bans room={room} streamerId={streamerId} />
            </Section>
            <Section title={t('chat.room.audit')}>
              <Audit streamerId={streamerId} />
            </Section>
          </>
        )}
      </div>
    </Drawer>
  );
}

/** What is inside is asked for when it is opened. */
function Section({
  title,
  opened = false,
  children,
}: {
  title: string;
  opened?: boolean;
  children: ReactNode;
}) {
  const [shown, setShown] = useState(opened);
  return (
    <details
      className={styles.section}
      open={shown}
      onToggle={(event) => setShown(event.currentTarget.open)}
    >
      <summary className={styles.summary}>{title}</summary>
      {shown ? <div className={styles.inside}>{children}</div> : null}
    </details>
  );
}

/** Saves, and tells what became of it; a refusal that is `expected` is answered for a field to say. */
function useSave(): {
  saving: boolean;
  save: (work: () => Promise<unknown>, expected?: string) => Promise<boolean | string>;
} {
  const { t } = useTranslation();
  const format = useFormat();
  const [saving, setSaving] = useState(false);
  const save = async (
    work: () => Promise<unknown>,
    expected?: string,
  ): Promise<boolean | string> => {
    setSaving(true);
    try {
      await work();
      await toast(t('chat.room.saved'));
      return true;
    } catch (cause) {
      if (expected !== undefined && NioError.of(cause).error === expected) return expected;
      await toast(errorText(cause, t, format), 'trouble');
      return false;
    } finally {
      setSaving(false);
    }
  };
  return { saving, save };
}

function RulesForm({ room, rules }: { room: LiveRoom; rules: Rules }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { saving, save } = useSave();
  const [wanted, setWanted] = useState(rules);
  const change = (some: Partial<Rules>): void => setWanted({ ...wanted, ...some });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save(() => room.changeRules(wanted));
      }}
    >
      <NativeSelect
        label={t('chat.room.slow')}
        description={t('chat.room.slowHint')}
        value={String(wanted.slowModeSeconds)}
        onChange={(event) => change({ slowModeSeconds: Number(event.currentTarget.value) })}
        data={withValue(SLOW_SECONDS, wanted.slowModeSeconds).map((seconds) => ({
          value: String(seconds),
          label: seconds === 0 ? t('chat.room.off') : format.span(seconds),
        }))}
      />
      <NativeSelect
        label={t('chat.room.followers')}
        value={String(wanted.followersOnlyMinutes)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ followersOnlyMinutes: value === 'null' ? null : Number(value) });
        }}
        data={[
          { value: 'null', label: t('chat.room.off') },
          ...withValue(FOLLOWED_MINUTES, wanted.followersOnlyMinutes ?? 0).map((minutes) => ({
            value: String(minutes),
            label: minutes === 0 ? t('chat.room.anyFollower') : `≥ ${format.span(minutes * 60)}`,
          })),
        ]}
      />
      <Switch
        className={styles.switch}
        label={t('chat.room.emotes')}
        checked={wanted.emotesOnly}
        onChange={(event) => change({ emotesOnly: event.currentTarget.checked })}
      />
      <Switch
        className={styles.switch}
        label={t('chat.room.links')}
        checked={wanted.linksAllowed}
        onChange={(event) => change({ linksAllowed: event.currentTarget.checked })}
      />
      <p className={styles.hint}>{t('chat.room.exempt')}</p>
      <Button type="submit" loading={saving}>
        {t('common.save')}
      </Button>
    </form>
  );
}

/** The usual values, and the one that is set when another program has chosen it. */
function withValue(values: readonly number[], value: number): readonly number[] {
  return [...new Set([...values, value])].sort((a, b) => a - b);
}

function WordsForm({ streamerId, words }: { streamerId: string; words: readonly string[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { saving, save } = useSave();
  const [text, setText] = useState(words.join('\n'));
  const wanted = [...new Set(text.split('\n').map((word) => word.trim()))].filter(Boolean);
  const long = wanted.find((word) => Array.from(word).length > LIMITS.blockedWordMax);
  const problem =
    wanted.length > LIMITS.blockedWordsMax
      ? t('chat.room.wordsTooMany', { max: LIMITS.blockedWordsMax })
      : long === undefined
        ? null
        : t('chat.room.wordTooLong', { word: long, max: LIMITS.blockedWordMax });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem !== null) return;
        void save(async () => {
          const saved = await rooms.saveBlockedWords(streamerId, wanted);
          setText(saved.join('\n'));
          await client.invalidateQueries({ queryKey: ['room', streamerId] });
        });
      }}
    >
      <Textarea
        label={t('chat.room.words')}
        description={t('chat.room.wordsHint')}
        rows={6}
        value={text}
        error={problem}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" loading={saving}>
        {t('common.save')}
      </Button>
    </form>
  );
}

function Moderators({
  streamerId,
  moderators,
}: {
  streamerId: string;
  moderators: readonly Person[];
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { saving, save } = useSave();
  const [nickname, setNickname] = useState('');
  const [unknown, setUnknown] = useState(false);
  const change = (work: () => Promise<unknown>, expected?: string): Promise<boolean | string> =>
    save(async () => {
      await work();
      await client.invalidateQueries({ queryKey: ['room', streamerId] });
    }, expected);
  const add = async (): Promise<void> => {
    const name = nickname.trim().replace(/^@/, '');
    if (name === '') return;
    const added = await change(async () => {
      const { id } = await people.profile(name);
      await rooms.addModerator(streamerId, id);
    }, 'not_found');
    setUnknown(added === 'not_found');
    if (added === true) setNickname('');
  };
  return (
    <>
      {moderators.length === 0 ? (
        <p className={styles.hint}>{t('chat.room.noModerators')}</p>
      ) : null}
      <ul className={styles.list}>
        {moderators.map((person) => (
          <li key={person.id} className={styles.row}>
            <span className={styles.words}>{person.nickname}</span>
            <Button
              variant="default"
              disabled={saving}
              aria-label={t('chat.room.removeOne', { nickname: person.nickname })}
              onClick={() => void change(() => rooms.removeModerator(streamerId, person.id))}
            >
              {t('chat.room.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <form
        className={styles.adding}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextInput
          className={styles.words}
          label={t('chat.room.nickname')}
          value={nickname}
          error={unknown ? t('chat.room.unknown') : null}
          onChange={(event) => {
            setNickname(event.currentTarget.value);
            setUnknown(false);
          }}
        />
        <Button type="submit" loading={saving}>
          {t('chat.room.add')}
        </Button>
      </form>
    </>
  );
}

function Bans({ room, streamerId }: { room: LiveRoom; streamerId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { saving, save } = useSave();
  const query = useInfiniteQuery({
    queryKey: ['room', streamerId, 'bans'],
    queryFn: ({ pageParam, signal }) =>
      rooms.bans(streamerId, { page: pageParam, limit: BANS_PAGE }, signal),
    initialPageParam: 1,
    getNextPageParam: ({ pagination }) =>
      pagination.page < pagination.pages ? pagination.page + 1 : undefined,
    // Others moderate too.
    staleTime: 0,
  });
  const bans = query.data?.pages.flatMap((page) => page.bans);
  return (
    <Paged query={query} empty={bans?.length === 0 ? t('chat.room.noBans') : null}>
      {bans?.map(({ person, by, until, reason, createdAt }) => (
        <li key={person.id} className={styles.row}>
          <span className={styles.words}>
            <strong>{person.nickname}</strong>
            <span className={styles.hint}>
              {until === null ? (
                <Ago
                  at={createdAt}
                  words={(when) => t('chat.room.forever', { by: by.nickname, when })}
                />
              ) : (
                t('chat.room.until', { by: by.nickname, until: format.exact(until) })
              )}
            </span>
            {reason ? <span className={styles.hint}>{reason}</span> : null}
          </span>
          <Button
            variant="default"
            disabled={saving}
            aria-label={t('chat.room.unbanOne', { nickname: person.nickname })}
            onClick={() =>
              void save(async () => {
                await room.unban(person.id);
                await query.refetch();
              })
            }
          >
            {t('chat.room.unban')}
          </Button>
        </li>
      ))}
    </Paged>
  );
}

const ACTIONS = [
  'timed_out',
  'banned',
  'unbanned',
  'message_deleted',
  'messages_cleared',
  'pinned',
  'unpinned',
  'rules_changed',
  'blocked_words_changed',
  'moderator_added',
  'moderator_removed',
] as const;

function Audit({ streamerId }: { streamerId: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['room', streamerId, 'audit'],
    queryFn: ({ pageParam, signal }) =>
      rooms.audit(
        streamerId,
        { limit: AUDIT_PAGE, ...(pageParam === '' ? {} : { before: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ entries, hasMore }) => (hasMore ? entries.at(-1)?.id : undefined),
    staleTime: 0,
  });
  const entries = query.data?.pages.flatMap((page) => page.entries);
  const words = ({ action, by, person }: AuditEntry): string => {
    const known = ACTIONS.find((it) => it === action) ?? 'other';
    return t(`chat.room.action.${known}`, {
      by: by.nickname,
      person: person?.nickname ?? '',
      action,
    });
  };
  return (
    <Paged query={query} empty={entries?.length === 0 ? t('chat.room.noAudit') : null}>
      {entries?.map((entry) => (
        <li key={entry.id} className={styles.row}>
          <span className={styles.words}>
            {words(entry)}
            <span className={styles.hint}>
              <Ago at={entry.createdAt} />
            </span>
          </span>
        </li>
      ))}
    </Paged>
  );
}

/** A list that comes in pages, and what stands in its place. */
function Paged({
  query,
  empty,
  children,
}: {
  query: {
    readonly isError: boolean;
    readonly isFetching: boolean;
    readonly hasNextPage: boolean;
    readonly data: unknown;
    readonly refetch: () => unknown;
    readonly fetchNextPage: () => unknown;
  };
  empty: string | null;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  if (query.data === undefined && query.isError) {
    return (
      <div role="alert" className={styles.note}>
        <p>{t('chat.viewers.failed')}</p>
        <Button variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('common.retry')}
        </Button>
      </div>
    );
  }
  if (query.data === undefined) {
    return (
      <div role="status" aria-label={t('common.loading')}>
        <Skeleton className={styles.skeleton} />
      </div>
    );
  }
  if (empty !== null) return <p className={styles.hint}>{empty}</p>;
  return (
    <>
      <ul className={styles.list}>{children}</ul>
      {query.hasNextPage ? (
        <Button
          variant="default"
          loading={query.isFetching}
          onClick={() => void query.fetchNextPage()}
        >
          {t('chat.room.more')}
        </Button>
      ) : null}
    </>
  );
}
