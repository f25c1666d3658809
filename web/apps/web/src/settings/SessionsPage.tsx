import { Button } from '@mantine/core';
import { NioError, type DeviceSession, type LoginAttempt } from '@nio/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBulb, IconCircleCheck, IconCircleX, IconLogout } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { account } from '../api/account';
import { toast } from '../shell/toast';
import { Ago } from '../ui/Ago';
import { ConfirmDialog } from './ConfirmDialog';
import { DeviceIcon, joined, methodText } from './device';
import { Head, Loaded, Part } from './Part';
import styles from './Settings.module.css';
import { useAct } from './useAct';

const SESSIONS = ['account', 'sessions'];
const HISTORY_LENGTH = 20;

/** `/dashboard/settings/sessions` */
export function Component() {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const sessions = useQuery({
    queryKey: [...SESSIONS, language],
    queryFn: ({ signal }) => account.sessions(language, signal),
  });
  const history = useQuery({
    queryKey: ['account', 'history', language],
    queryFn: ({ signal }) => account.history(HISTORY_LENGTH, language, signal),
  });
  return (
    <>
      <Head title={t('settings.page.sessions')} lead={t('settings.sessions.lead')} />
      <Loaded query={sessions} height={320}>
        {(list) => <Sessions list={list} />}
      </Loaded>
      <Part title={t('settings.sessions.historyTitle')}>
        <Loaded query={history} height={240}>
          {(list) => <History list={list} />}
        </Loaded>
      </Part>
      <Part title={t('settings.sessions.tipsTitle')}>
        <ul className={styles.tips}>
          {(['unknown', 'qr', 'unique'] as const).map((tip) => (
            <li key={tip}>
              <IconBulb aria-hidden="true" />
              {t(`settings.sessions.tip.${tip}`)}
            </li>
          ))}
        </ul>
      </Part>
      <p className={styles.hint}>{t('settings.sessions.credit')}</p>
    </>
  );
}

function Sessions({ list }: { list: readonly DeviceSession[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { acting, act } = useAct();
  const [ending, setEnding] = useState<DeviceSession | 'others' | null>(null);
  // Kept while the dialog closes, so that its words do not vanish first.
  const [asked, setAsked] = useState<DeviceSession | null>(null);
  const current = list.filter((session) => session.isCurrent);
  const others = list.filter((session) => !session.isCurrent);

  const endOne = async (session: DeviceSession): Promise<void> => {
    let words = t('settings.sessions.ended');
    const done = await act(async () => {
      try {
        await account.endSession(session.id);
      } catch (cause) {
        if (!(cause instanceof NioError) || cause.error !== 'not_found') throw cause;
        words = t('settings.sessions.endedAlready');
      }
    });
    if (!done) return;
    setEnding(null);
    await toast(words);
    await queries.invalidateQueries({ queryKey: SESSIONS });
  };
  const endOthers = async (): Promise<void> => {
    let count = 0;
    if (!(await act(async () => void (count = await account.endOtherSessions())))) return;
    setEnding(null);
    await toast(t('settings.sessions.endedOthers', { count }));
    await queries.invalidateQueries({ queryKey: SESSIONS });
  };
  return (
    <>
      <ul className={styles.cards} aria-label={t('settings.sessions.current')}>
        {current.map((session) => (
          <SessionCard key={session.id} session={session} />
        ))}
      </ul>
      <div className={styles.between}>
        <h2 className={styles.partTitle}>{t('settings.sessions.others')}</h2>
        {others.length > 0 ? (
          <Button variant="default" onClick={() => setEnding('others')} data-testid="end-others">
            {t('settings.sessions.endOthers')}
          </Button>
        ) : null}
      </div>
      {others.length > 0 ? (
        <ul className={styles.cards}>
          {others.map((session) => (
            <SessionCard
              key={session.id}
              session={session}
              onEnd={() => {
                setAsked(session);
                setEnding(session);
              }}
            />
          ))}
        </ul>
      ) : (
        <p className={styles.hint}>{t('settings.sessions.alone')}</p>
      )}
      <ConfirmDialog
        opened={ending !== null && ending !== 'others'}
        title={t('settings.sessions.endTitle', { device: asked ? nameOf(asked) : '' })}
        action={t('settings.sessions.end')}
        working={acting}
        onConfirm={() => {
          if (asked !== null) void endOne(asked);
        }}
        onClose={() => setEnding(null)}
      >
        {t('settings.sessions.endText')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={ending === 'others'}
        title={t('settings.sessions.endOthersTitle')}
        action={t('settings.sessions.endOthers')}
        working={acting}
        onConfirm={() => void endOthers()}
        onClose={() => setEnding(null)}
      >
        {t('settings.sessions.endOthersText', { count: others.length })}
      </ConfirmDialog>
    </>
  );
}

const nameOf = ({ device, browser }: Pick<DeviceSession, 'device' | 'browser'>): string =>
  joined(browser, device);

function SessionCard({ session, onEnd }: { session: DeviceSession; onEnd?: () => void }) {
  const { t } = useTranslation();
  const name = nameOf(session);
  return (
    <li className={styles.card} data-current={session.isCurrent} data-testid="session">
      <span className={styles.cardIcon}>
        <DeviceIcon kind={session.deviceKind} />
      </span>
      <div className={styles.cardText}>
        <div className={styles.cardName}>
          <strong title={session.userAgent}>{name}</strong>
          {session.isCurrent ? (
            <span className={styles.badge} data-tone="good">
              {t('settings.sessions.current')}
            </span>
          ) : null}
          {!session.isCurrent && !session.confirmed ? (
            <span className={styles.badge} data-tone="warn">
              {t('settings.sessions.unconfirmed')}
            </span>
          ) : null}
        </div>
        <p className={styles.hint}>{joined(session.system, session.location, session.ipAddress)}</p>
        <p className={styles.hint}>
          <Ago
            at={session.lastActivity}
            words={(when) => t('settings.sessions.active', { when })}
          />
          {' · '}
          <Ago
            at={session.createdAt}
            words={(when) => t('settings.sessions.since', { when })}
          />{' '}
          {methodText(session.method, t)}
        </p>
      </div>
      {onEnd ? (
        <Button
          className={styles.cardAction}
          variant="default"
          leftSection={<IconLogout aria-hidden="true" />}
          aria-label={t('settings.sessions.endLabel', { device: name })}
          onClick={onEnd}
        >
          {t('settings.sessions.end')}
        </Button>
      ) : null}
    </li>
  );
}

const REASONS = ['wrong_password', 'account_disabled', 'throttled', 'qr_rejected'] as const;

function History({ list }: { list: readonly LoginAttempt[] }) {
  const { t } = useTranslation();
  if (list.length === 0)
    return <p className={styles.hint}>{t('settings.sessions.historyEmpty')}</p>;
  return (
    <ul className={styles.history}>
      {list.map((attempt) => {
        const reason: string | null = attempt.reason;
        return (
          <li key={attempt.id} data-success={attempt.success}>
            {attempt.success ? (
              <IconCircleCheck aria-hidden="true" />
            ) : (
              <IconCircleX aria-hidden="true" />
            )}
            <div>
              <p>
                {joined(
                  t(attempt.success ? 'settings.sessions.success' : 'settings.sessions.failure'),
                  attempt.success
                    ? methodText(attempt.method, t)
                    : t(
                        `settings.sessions.reason.${REASONS.find((it) => it === reason) ?? 'unknown'}`,
                      ),
                )}
              </p>
              <p className={styles.hint}>
                {joined(attempt.browser, attempt.device, attempt.location, attempt.ipAddress)}
                {' · '}
                <Ago at={attempt.createdAt} />
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
