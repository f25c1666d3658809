import type { ChatMessage, LiveRoom, Person, Quote, RoomPerson, RoomState } from '@nio/sdk';
import { IconArrowDown, IconDots, IconSettings } from '@tabler/icons-react';
import {
  Fragment,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSession } from '../api/nio';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { GlassButton } from '../ui/GlassButton';
import { isOf, useBlocked } from './blocked';
import styles from './ChatPanel.module.css';
import { Composer } from './Composer';
import { EMPTY_DRAFT, type Draft } from './draft';
import { Line, OutgoingLine, SystemLine } from './Line';
import type { PersonTarget } from './PersonMenu';
import type { PhoneItem } from './PhoneMenu';
import { PinnedBar } from './PinnedBar';
import { HeartButton, ReactionBar } from './ReactionBar';
import { moderates } from './roles';
import { rulesWords } from './systemText';
import { linesIn, useChatScroll } from './useChatScroll';
import type { Point } from './useLongPress';
import { useModeration } from './useModeration';
import { useSecondsLeft } from './useSecondsLeft';
import { pausedUntil, whyNot } from './whyNot';

// Opened by a press, and not by everybody.
const PersonMenu = lazy(() => import('./PersonMenu'));
const PhoneMenu = lazy(() => import('./PhoneMenu'));
const RoomSettings = lazy(() => import('./RoomSettings'));
const Viewers = lazy(() => import('./Viewers'));
const ViewersSheet = lazy(() => import('./ViewersSheet'));

/** The part of a {@link RoomState} the chat shows. */
export type ChatState = Pick<
  RoomState,
  | 'chat'
  | 'loadingOlder'
  | 'phase'
  | 'stream'
  | 'rules'
  | 'pinned'
  | 'self'
  | 'nextMessageAt'
  | 'sanctions'
>;

/** What a page gives to the chat of its stream. */
export interface ChatProps {
  readonly room: LiveRoom;
  readonly state: ChatState;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Buttons beside the message field on phones. */
  readonly actions?: ReactNode;
  /** What a phone's menu offers first. */
  readonly items?: readonly PhoneItem[];
}

/** Names are offered out of so many lines. */
const NAMES_FROM = 200;

/** The chat of a stream: a column on a desktop, lines over the picture on a phone. */
export default function ChatPanel({ room, state, inputRef, actions, items = [] }: ChatProps) {
  const { t } = useTranslation();
  const session = useSession();
  const myId = session.status === 'user' ? session.user.id : null;
  const { stream, self, pinned } = state;
  const hidden = useBlocked(myId);
  const [tab, setTab] = useState<'chat' | 'viewers'>('chat');
  const [menu, setMenu] = useState<PersonTarget | null>(null);
  const [phoneMenu, setPhoneMenu] = useState<Point | null>(null);
  const [sheet, setSheet] = useState<'viewers' | 'settings' | null>(null);
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT);
  const [hiddenPin, setHiddenPin] = useState<string | null>(null);
  const myRole = self?.role ?? 'viewer';
  const canReact = myId !== null && self?.why !== 'timed_out' && self?.why !== 'blocked';
  const jumper = useRef<(id: string) => boolean>(() => false);
  const jump = useCallback(
    (id: string) => {
      setTab('chat');
      if (!jumper.current(id)) void toast(t('chat.notHere'));
    },
    [t],
  );
  const moderation = useModeration(room);
  useLooks(room);

  const write = (change: Partial<Draft>): void => {
    setTab('chat');
    setDraft((before) => ({ ...before, ...change }));
    // The menu gives the focus back first.
    setTimeout(() => inputRef.current?.focus());
  };
  const openMenu = useCallback(
    (message: ChatMessage, at: Point) => setMenu({ person: message.author, message, at }),
    [],
  );
  const openPerson = (person: RoomPerson, at: Point): void =>
    setMenu({ person, message: null, at });
  const settings = moderates(myRole) ? (): void => setSheet('settings') : null;

  return (
    <div className={styles.panel}>
      <h2 className="nio-visually-hidden">{t('chat.title')}</h2>
      <header className={styles.heading}>
        <Tabs chosen={tab} onChoose={setTab} />
        {settings ? (
          <button
            type="button"
            className={styles.iconButton}
            aria-label={t('chat.settings')}
            title={t('chat.settings')}
            data-testid="room-settings-open"
            onClick={settings}
          >
            <IconSettings aria-hidden="true" />
          </button>
        ) : null}
      </header>
      {tab === 'viewers' && stream ? (
        <Suspense fallback={<div className={styles.frame} />}>
          <Viewers streamId={stream.id} hidden={hidden} onMenu={openPerson} />
        </Suspense>
      ) : null}
      <div className={styles.chat} hidden={tab !== 'chat'}>
        {pinned && pinned.id !== hiddenPin && !hidden.has(pinned.author.id) ? (
          <PinnedBar
            message={pinned}
            onJump={jump}
            onUnpin={moderates(myRole) ? () => void moderation.pin(null) : null}
            onHide={() => setHiddenPin(pinned.id)}
          />
        ) : null}
        <Log
          room={room}
          state={state}
          myId={myId}
          hidden={hidden}
          jumper={jumper}
          onMenu={openMenu}
          onJump={jump}
          onEdit={(text) => write({ text })}
        />
        <RulesBar state={state} />
        {canReact ? (
          <div className={styles.reactions}>
            <ReactionBar room={room} />
          </div>
        ) : null}
        <Writing
          room={room}
          state={state}
          guest={session.status === 'guest'}
          draft={draft}
          myId={myId}
          hidden={hidden}
          inputRef={inputRef}
          onDraft={setDraft}
          onSent={() => jumper.current('')}
          actions={
            <span className={styles.phoneActions}>
              {canReact ? <HeartButton room={room} /> : null}
              {actions}
              <GlassButton
                label={t('chat.more')}
                aria-haspopup="menu"
                data-testid="chat-more"
                onClick={(event) => {
                  const { right, top } = event.currentTarget.getBoundingClientRect();
                  setPhoneMenu({ x: right, y: top });
                }}
              >
                <IconDots aria-hidden="true" />
              </GlassButton>
            </span>
          }
        />
      </div>
      <Suspense fallback={null}>
        {menu ? (
          <PersonMenu
            room={room}
            state={state}
            myId={myId}
            target={menu}
            onReply={myId === null ? null : (message) => write({ replyTo: quoteOf(message) })}
            onMention={
              myId === null
                ? null
                : (nickname) => write({ text: `${spaced(draft.text)}@${nickname} ` })
            }
            onClose={() => setMenu(null)}
          />
        ) : null}
        {phoneMenu ? (
          <PhoneMenu
            room={room}
            at={phoneMenu}
            items={items}
            canReact={canReact}
            onViewers={() => setSheet('viewers')}
            onSettings={settings}
            onClose={() => setPhoneMenu(null)}
          />
        ) : null}
        {sheet === 'viewers' && stream ? (
          <ViewersSheet
            streamId={stream.id}
            hidden={hidden}
            onMenu={openPerson}
            onClose={() => setSheet(null)}
          />
        ) : null}
        {sheet === 'settings' ? (
          <RoomSettings room={room} state={state} onClose={() => setSheet(null)} />
        ) : null}
      </Suspense>
    </div>
  );
}

/** Marks what comes while the page is hidden. */
function useLooks(room: LiveRoom): void {
  useEffect(() => {
    const looked = (): void => room.look(document.visibilityState === 'hidden');
    document.addEventListener('visibilitychange', looked);
    return () => document.removeEventListener('visibilitychange', looked);
  }, [room]);
}

const TABS = ['chat', 'viewers'] as const;

function Tabs({
  chosen,
  onChoose,
}: {
  chosen: (typeof TABS)[number];
  onChoose: (tab: (typeof TABS)[number]) => void;
}) {
  const { t } = useTranslation();
  return (
    <div
      className={styles.tabs}
      role="tablist"
      aria-label={t('chat.tabs')}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        const other = chosen === 'chat' ? 'viewers' : 'chat';
        onChoose(other);
        event.currentTarget.querySelector<HTMLElement>(`[data-tab=${other}]`)?.focus();
      }}
    >
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          className={styles.tab}
          data-tab={tab}
          aria-selected={tab === chosen}
          tabIndex={tab === chosen ? 0 : -1}
          onClick={() => onChoose(tab)}
        >
          {t(`chat.${tab === 'chat' ? 'title' : 'viewers.title'}`)}
        </button>
      ))}
    </div>
  );
}

/** Everything that was said, with what comes while one reads. */
function Log({
  room,
  state,
  myId,
  hidden,
  jumper,
  onMenu,
  onJump,
  onEdit,
}: {
  room: LiveRoom;
  state: ChatState;
  myId: string | null;
  hidden: ReadonlySet<string>;
  /** Set to what shows a line by its id; with an empty one, the end. */
  jumper: RefObject<(id: string) => boolean>;
  onMenu: (message: ChatMessage, at: Point) => void;
  onJump: (id: string) => void;
  onEdit: (text: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { lines: all, outbox, unreadAfter } = state.chat;
  const list = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () => (hidden.size === 0 ? all : all.filter((line) => !isOf(line, hidden))),
    [all, hidden],
  );
  const loadOlder = useCallback(() => void room.loadOlder(), [room]);
  const scroll = useChatScroll(list, lines, outbox, loadOlder);
  const { toLine, toBottom } = scroll;
  useEffect(() => {
    jumper.current = (id) => {
      if (id !== '') return toLine(id);
      toBottom();
      return true;
    };
  }, [jumper, toLine, toBottom]);
  const empty = lines.length === 0 && outbox.length === 0;
  return (
    <div className={styles.frame}>
      <div
        ref={list}
        className={styles.list}
        role="log"
        aria-live="polite"
        // What is put in above is not news.
        aria-busy={state.loadingOlder}
        aria-label={t('chat.log')}
        aria-description={t('chat.logHint')}
        data-testid="chat-list"
        // Scrollable by keyboard.
        tabIndex={0}
        onScroll={scroll.onScroll}
        onKeyDown={(event) => walk(event, list.current)}
      >
        {state.loadingOlder ? <p className={styles.aside}>{t('chat.loadingOlder')}</p> : null}
        {empty && state.phase === 'joined' ? (
          <p className={styles.aside}>{t('chat.empty')}</p>
        ) : null}
        {lines.map((line, index) => (
          <Fragment key={line.id}>
            {line.kind === 'text' ? (
              <Line
                message={line}
                myId={myId}
                hideQuote={line.replyTo !== null && hidden.has(line.replyTo.author.id)}
                onMenu={onMenu}
                onJump={onJump}
              />
            ) : (
              <SystemLine line={line} />
            )}
            {line.id === unreadAfter && index < lines.length - 1 ? (
              <p className={styles.unread} role="separator" data-testid="chat-unread">
                {t('chat.unread')}
              </p>
            ) : null}
          </Fragment>
        ))}
        {outbox.map((message) => (
          <OutgoingLine
            key={message.clientMessageId}
            message={message}
            onRetry={() => room.retry(message.clientMessageId)}
            onEdit={() => {
              room.discard(message.clientMessageId);
              onEdit(message.text);
            }}
            onDiscard={() => room.discard(message.clientMessageId)}
          />
        ))}
      </div>
      {scroll.fresh > 0 || scroll.away ? (
        <button
          type="button"
          className={styles.fresh}
          data-testid="chat-fresh"
          onClick={scroll.toBottom}
        >
          <IconArrowDown aria-hidden="true" />
          {scroll.fresh > 0
            ? t('chat.fresh', { count: scroll.fresh, formatted: format.count(scroll.fresh) })
            : t('chat.toBottom')}
        </button>
      ) : null}
    </div>
  );
}

/** Arrows go from line to line, beginning with the newest. */
function walk(event: KeyboardEvent<HTMLElement>, list: HTMLElement | null): void {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const lines = linesIn(list);
  const at = lines.findIndex((line) => line.contains(event.target as Node));
  if (at < 0 && event.key === 'ArrowDown') return;
  const next = at < 0 ? lines.at(-1) : lines[at + (event.key === 'ArrowUp' ? -1 : 1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** How one may write here, for those who have to heed it. */
function RulesBar({ state }: { state: ChatState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rules, self, phase } = state;
  if (phase === 'rejoining') {
    return (
      <p className={styles.rules} role="status">
        {t('chat.why.connection')}
      </p>
    );
  }
  const words = rules && self?.role === 'viewer' ? rulesWords(rules, t, format) : [];
  if (words.length === 0) return null;
  return (
    <p className={styles.rules} data-testid="chat-rules">
      {words.join(' · ')}
    </p>
  );
}

/** The field, and what stands in the way of using it. */
function Writing({
  room,
  state,
  guest,
  draft,
  myId,
  hidden,
  inputRef,
  actions,
  onDraft,
  onSent,
}: {
  room: LiveRoom;
  state: ChatState;
  guest: boolean;
  draft: Draft;
  myId: string | null;
  hidden: ReadonlySet<string>;
  inputRef: RefObject<HTMLInputElement | null>;
  actions: ReactNode;
  onDraft: (draft: Draft) => void;
  onSent: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const waitSeconds = useSecondsLeft(state.nextMessageAt);
  const until = pausedUntil(state);
  const paused = useSecondsLeft(until);
  const why = until === null || paused > 0 ? whyNot(state, t, format) : null;
  const { stream, self } = state;
  const people = usePeople(state, myId, hidden);
  return (
    <Composer
      guest={guest}
      refusal={
        why === null ? null : (
          <>
            {why}{' '}
            {self?.why === 'followers_only' && stream ? (
              <Link to={`/profile/${stream.streamer.nickname}`} target="_blank">
                {t('chat.why.toProfile')}
              </Link>
            ) : null}
          </>
        )
      }
      draft={draft}
      people={people}
      waitSeconds={waitSeconds}
      inputRef={inputRef}
      actions={actions}
      onDraft={onDraft}
      onSend={() => {
        room.send(draft.text.trim(), draft.replyTo);
        onDraft(EMPTY_DRAFT);
        onSent();
      }}
    />
  );
}

/** Who has been heard of late, the last one first, and the streamer. */
function usePeople(
  { chat, stream }: ChatState,
  myId: string | null,
  hidden: ReadonlySet<string>,
): readonly Person[] {
  return useMemo(() => {
    const people = new Map<string, Person>();
    for (const line of chat.lines.slice(-NAMES_FROM).reverse()) {
      const person =
        line.kind === 'text' ? line.author : 'person' in line.data ? line.data.person : null;
      if (person !== null) people.set(person.id, people.get(person.id) ?? person);
    }
    if (stream) people.set(stream.streamer.id, people.get(stream.streamer.id) ?? stream.streamer);
    return [...people.values()].filter(({ id }) => id !== myId && !hidden.has(id));
  }, [chat.lines, stream, myId, hidden]);
}

function quoteOf({ id, author, text }: ChatMessage): Quote {
  return {
    id,
    author: { id: author.id, nickname: author.nickname, avatarUrl: author.avatarUrl },
    text,
  };
}

function spaced(text: string): string {
  return text === '' || text.endsWith(' ') ? text : `${text} `;
}
