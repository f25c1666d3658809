import { Button } from '@mantine/core';
import { NioError, type Stream } from '@nio/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconBroadcast, IconCloudOff, IconDeviceDesktop } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import { errorText } from '../api/errorText';
import { nio, useSession, useStore } from '../api/nio';
import { loginPath } from '../auth/next';
import { useFormat } from '../i18n/format';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Notice } from '../ui/Notice';
import gradient from '../ui/GradientButton.module.css';
import { DeviceToggles, Devices } from './Devices';
import styles from './GoLivePage.module.css';
import { handOver, markOnAir } from './handover';
import { LocalPreview } from './LocalPreview';
import { MediaTrouble } from './MediaTrouble';
import { EMPTY_WORDS, StreamWords, titleMissing } from './StreamWords';
import { useLocalMedia } from './useLocalMedia';
import type { LocalMedia } from './localMedia';

/** `/stream/create`: for those who are signed in and not live yet. */
export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  const location = useLocation();
  usePageTitle(t('golive.title'));
  switch (session.status) {
    case 'starting':
      return null;
    case 'guest':
      return <Navigate to={loginPath(location)} replace />;
    case 'user':
      return <UnlessLive />;
  }
}

function UnlessLive() {
  const { t } = useTranslation();
  const format = useFormat();
  const active = useQuery({
    queryKey: ['streams', 'mine'],
    queryFn: () => nio.streams.myActive(),
    staleTime: 0,
  });
  if (active.isPending) return null;
  if (active.isError) {
    return (
      <Notice
        page
        tone="trouble"
        icon={<IconCloudOff />}
        title={t('home.errorTitle')}
        actions={
          <Button onClick={() => void active.refetch()} loading={active.isFetching}>
            {t('common.retry')}
          </Button>
        }
      >
        {errorText(active.error, t, format)}
      </Notice>
    );
  }
  return active.data ? <AlreadyLive stream={active.data} /> : <Prepare />;
}

function AlreadyLive({ stream }: { stream: Stream }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [ending, setEnding] = useState(false);
  const end = async (): Promise<void> => {
    setEnding(true);
    try {
      await nio.streams.end(stream.id);
      markOnAir(null);
      await queries.invalidateQueries({ queryKey: ['streams'] });
    } catch (cause) {
      await toast(errorText(cause, t, format), 'trouble');
    } finally {
      setEnding(false);
    }
  };
  return (
    <Notice
      page
      tone="warm"
      icon={<IconBroadcast />}
      title={t('golive.already.title')}
      actions={
        <>
          <Button component={Link} to={`/live/${stream.id}`} size="md">
            {t('golive.already.resume')}
          </Button>
          <Button variant="default" size="md" loading={ending} onClick={() => void end()}>
            {t('golive.already.end')}
          </Button>
        </>
      }
    >
      {t('golive.already.text', { title: stream.title })}
    </Notice>
  );
}

function Prepare() {
  const handed = useRef(false);
  const media = useLocalMedia(() => handed.current);
  return media === null ? null : (
    <Preparing
      media={media}
      onHandOver={() => {
        handed.current = true;
      }}
    />
  );
}

function Preparing({ media, onHandOver }: { media: LocalMedia; onHandOver: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const state = useStore(media.state);
  const [words, setWords] = useState(EMPTY_WORDS);
  const [complain, setComplain] = useState(false);
  const [starting, setStarting] = useState(false);
  const titleInput = useRef<HTMLInputElement>(null);
  const ready = state.phase === 'ready';

  const start = async (): Promise<void> => {
    setComplain(true);
    if (titleMissing(words)) {
      titleInput.current?.focus();
      return;
    }
    setStarting(true);
    try {
      const stream = await nio.streams.create({
        title: words.title.trim(),
        description: words.description.trim(),
        category: words.category,
        tags: words.tags ?? [],
      });
      onHandOver();
      handOver(stream.id, media);
      markOnAir(stream.id);
      await navigate(`/live/${stream.id}`, { replace: true });
    } catch (cause) {
      setStarting(false);
      // Went live elsewhere meanwhile: the page says so.
      if (cause instanceof NioError && cause.error === 'already_live') {
        await queries.invalidateQueries({ queryKey: ['streams', 'mine'] });
      } else await toast(errorText(cause, t, format), 'trouble');
    }
  };

  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('golive.title')}</h1>
        <p className={styles.lead}>{t('golive.lead')}</p>
      </header>
      <div className={styles.columns}>
        <section className={styles.camera} aria-label={t('golive.preview')}>
          {state.phase === 'problem' && state.problem ? (
            <MediaTrouble problem={state.problem} onRetry={() => void media.start()} />
          ) : (
            <div className={styles.preview}>
              <LocalPreview track={state.tracks.video} mirrored={state.mirrored} />
              {state.phase === 'starting' ? (
                <p className={styles.over} role="status">
                  <strong>{t('golive.starting')}</strong>
                  <span>{t('golive.allowHint')}</span>
                </p>
              ) : state.tracks.video === null ? (
                <p className={styles.over}>
                  <strong>{t('golive.cameraOff')}</strong>
                </p>
              ) : null}
              {ready ? (
                <div className={styles.toggles}>
                  <DeviceToggles media={media} />
                </div>
              ) : null}
            </div>
          )}
          {ready ? <Devices media={media} /> : null}
        </section>
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void start();
          }}
        >
          <StreamWords
            words={words}
            onChange={setWords}
            complain={complain}
            titleRef={titleInput}
          />
          <div className={styles.go}>
            <Button
              type="submit"
              size="xl"
              fullWidth
              className={gradient.gradient}
              leftSection={<IconBroadcast aria-hidden="true" />}
              loading={starting}
              disabled={!ready}
              data-testid="go-live"
            >
              {t('golive.start')}
            </Button>
            <p className={styles.hint}>{t('golive.startHint')}</p>
            <Button
              component={Link}
              to="/stream/obs"
              variant="subtle"
              leftSection={<IconDeviceDesktop aria-hidden="true" />}
            >
              {t('obs.link')}
            </Button>
          </div>
        </form>
      </div>
    </div>
  );
}
