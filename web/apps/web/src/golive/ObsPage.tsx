import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import { Button, Modal, Skeleton, TextInput } from '@mantine/core';
import type { StreamKey } from '@nio/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBroadcast, IconCloudOff, IconCopy, IconKey } from '@tabler/icons-react';
import { useId, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation } from 'react-router';
import { errorText } from '../api/errorText';
import { nio, useSession } from '../api/nio';
import { loginPath } from '../auth/next';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Ago } from '../ui/Ago';
import { Notice } from '../ui/Notice';
import { copy } from '../ui/share';
import styles from './ObsPage.module.css';
import { StreamWords, titleMissing, type Words } from './StreamWords';

const KEY = ['streams', 'key'];
/** A broadcast that OBS starts shows up within this. */
const LOOK_MS = 3000;

/** `/stream/obs`: how to go live from another program. */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  usePageTitle(t('obs.title'));
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return <Navigate to={loginPath(location)} replace />;
    case 'user':
      return <ObsPage />;
  }
}

function ObsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const key = useQuery({ queryKey: KEY, queryFn: ({ signal }) => nio.streams.key(signal) });
  if (key.isError) {
    return (
      <Notice
        page
        tone="trouble"
        icon={<IconCloudOff />}
        title={t('home.errorTitle')}
        actions={
          <Button onClick={() => void key.refetch()} loading={key.isFetching}>
            {t('common.retry')}
          </Button>
        }
      >
        {errorText(key.error, t, format)}
      </Notice>
    );
  }
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('obs.title')}</h1>
        <p className={styles.lead}>{t('obs.lead')}</p>
      </header>
      <OnAirNow />
      <Part title={t('obs.accessTitle')}>
        {key.data ? <Access known={key.data} /> : <Skeleton height={120} radius="md" />}
      </Part>
      <Part title={t('obs.wordsTitle')}>
        {key.data ? <WordsForm known={key.data} /> : <Skeleton height={240} radius="md" />}
      </Part>
      <Part title={t('obs.stepsTitle')}>
        <ol className={styles.steps}>
          {(['service', 'server', 'output', 'video', 'start'] as const).map((step) => (
            <li key={step}>{t(`obs.step.${step}`)}</li>
          ))}
        </ol>
        <p className={styles.hint}>{t('obs.others')}</p>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 className={styles.partTitle} id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Says when the broadcast has begun, and where it is. */
function OnAirNow() {
  const { t } = useTranslation();
  const active = useQuery({
    queryKey: ['streams', 'mine'],
    queryFn: () => nio.streams.myActive(),
    staleTime: 0,
    refetchInterval: LOOK_MS,
  });
  return (
    <div role="status">
      {active.data ? (
        <p className={styles.onAir}>
          <IconBroadcast aria-hidden="true" />
          <span>{t('obs.onAir', { title: active.data.title })}</span>
          <Button component={Link} to={`/live/${active.data.id}`} variant="default">
            {t('obs.open')}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function Access({ known }: { known: StreamKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [making, setMaking] = useState(false);
  const { createdAt, lastUsedAt, server } = known;
  const make = async (): Promise<void> => {
    setMaking(true);
    try {
      const made = await nio.streams.makeKey();
      setFresh(made.key);
      queries.setQueryData(KEY, made.streamKey);
      setAsking(false);
    } catch (cause) {
      await toast(errorText(cause, t, format), 'trouble');
    } finally {
      setMaking(false);
    }
  };
  return (
    <>
      <Copied label={t('obs.server')} value={server} />
      {fresh === null ? null : (
        <>
          <Copied label={t('obs.key')} value={fresh} testId="obs-key" />
          <p className={styles.warning} role="status">
            {t('obs.shownOnce')}
          </p>
        </>
      )}
      {fresh === null && createdAt !== null ? (
        <p className={styles.hint}>
          <Ago at={createdAt} words={(when) => t('obs.hasKey', { when })} />{' '}
          {lastUsedAt === null ? (
            t('obs.neverUsed')
          ) : (
            <Ago at={lastUsedAt} words={(when) => t('obs.lastUsed', { when })} />
          )}
        </p>
      ) : null}
      <div>
        <Button
          variant={createdAt === null ? 'filled' : 'default'}
          leftSection={<IconKey aria-hidden="true" />}
          loading={making && !asking}
          onClick={() => {
            if (createdAt === null) void make();
            else setAsking(true);
          }}
          data-testid="obs-make-key"
        >
          {t(createdAt === null ? 'obs.make' : 'obs.renew')}
        </Button>
      </div>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('obs.renewTitle')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <div className={styles.dialog}>
          <p className={styles.hint}>{t('obs.renewText')}</p>
          <div className={styles.actions}>
            <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
              {t('common.cancel')}
            </Button>
            <Button color="red" loading={making} onClick={() => void make()}>
              {t('obs.renewConfirm')}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}

/** Something to be pasted elsewhere. */
function Copied({ label, value, testId }: { label: string; value: string; testId?: string }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const run = async (): Promise<void> => {
    if (await copy(value)) {
      await toast(t('obs.copied'));
      return;
    }
    // Then by hand.
    field.current?.select();
    await toast(t('obs.copyFailed'), 'trouble');
  };
  return (
    <div className={styles.copied}>
      <TextInput
        ref={field}
        label={label}
        value={value}
        readOnly
        className={styles.value}
        onFocus={(event) => event.currentTarget.select()}
        data-testid={testId}
      />
      <Button
        variant="default"
        leftSection={<IconCopy aria-hidden="true" />}
        aria-label={t('obs.copyWhat', { what: label })}
        onClick={() => void run()}
      >
        {t('obs.copy')}
      </Button>
    </div>
  );
}

function WordsForm({ known }: { known: StreamKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [words, setWords] = useState<Words>({
    title: known.title,
    description: known.description,
    category: known.category,
    tags: null,
  });
  const [complain, setComplain] = useState(false);
  const [saving, setSaving] = useState(false);
  const title = useRef<HTMLInputElement>(null);
  const save = async (): Promise<void> => {
    setComplain(true);
    if (titleMissing(words)) {
      title.current?.focus();
      return;
    }
    setSaving(true);
    try {
      queries.setQueryData(
        KEY,
        await nio.streams.saveBroadcast({
          title: words.title.trim(),
          description: words.description.trim(),
          category: words.category,
        }),
      );
      await toast(t('studio.saved'));
    } catch (cause) {
      await toast(errorText(cause, t, format), 'trouble');
    } finally {
      setSaving(false);
    }
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <StreamWords words={words} onChange={setWords} complain={complain} titleRef={title} />
      <div>
        <Button type="submit" loading={saving}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}
