import { Button, Skeleton } from '@mantine/core';
import { NioError, type Profile } from '@nio/sdk';
import {
  IconBan,
  IconMoodEmpty,
  IconPencil,
  IconSettings,
  IconShare3,
  IconVideo,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { people } from '../api/people';
import { useSession } from '../api/nio';
import { EndedCard, LiveCard, SkeletonCards } from '../home/LiveCard';
import { useFormat } from '../i18n/format';
import { withTexts } from '../i18n/i18n';
import { toast } from '../shell/toast';
import { usePageTitle } from '../shell/usePageTitle';
import { Avatar } from '../ui/Avatar';
import { Notice } from '../ui/Notice';
import { share } from '../ui/share';
import { BlockDialog, UnblockButton } from './Blocking';
import { FollowButton } from './FollowButton';
import { MoreButton } from './MoreButton';
import styles from './People.module.css';
import { PeopleDialog } from './PeopleDialog';
import profileStyles from './Profile.module.css';
import { usePages, useProfile, type PeopleListKind } from './queries';
import { Supporters } from './Supporters';
import { Trouble } from './Trouble';

// Opened by the person it is about, now and then.
const EditProfile = lazy(() => withTexts('identity', import('./EditProfile')));

/** `/profile/:nickname` */
export function Component() {
  const { nickname = '' } = useParams();
  return <ProfilePage key={nickname} nickname={nickname} />;
}

function ProfilePage({ nickname }: { nickname: string }) {
  const { t } = useTranslation();
  const query = useProfile(nickname);
  usePageTitle(query.data?.nickname ?? nickname);
  if (query.data === undefined) {
    if (query.error instanceof NioError && query.error.status === 404) {
      return (
        <Notice
          page
          icon={<IconMoodEmpty />}
          title={t('profile.notFoundTitle')}
          actions={
            <Button component={Link} to="/search">
              {t('profile.find')}
            </Button>
          }
        >
          {t('profile.notFoundText', { nickname })}
        </Notice>
      );
    }
    return query.error ? (
      <Trouble
        page
        error={query.error}
        retry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    ) : (
      <ProfileSkeleton />
    );
  }
  const profile = query.data;
  return (
    <div className={styles.page}>
      <Head profile={profile} />
      {profile.isBlocked ? (
        <Notice
          icon={<IconBan />}
          title={t('profile.blockedTitle', { nickname: profile.nickname })}
          actions={<UnblockButton profile={profile} />}
        >
          {t('profile.blockedText')}
        </Notice>
      ) : (
        <div className={profileStyles.columns}>
          <div>
            {profile.live ? (
              <section className={profileStyles.live} aria-label={t('profile.liveNow')}>
                <h2 className={styles.subtitle}>{t('profile.liveNow')}</h2>
                <LiveCard stream={profile.live} />
              </section>
            ) : null}
            <PastStreams profile={profile} />
          </div>
          <aside>
            <Supporters nickname={profile.nickname} />
          </aside>
        </div>
      )}
    </div>
  );
}

function Head({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const session = useSession();
  const [list, setList] = useState<PeopleListKind | null>(null);
  const [editing, setEditing] = useState(false);
  const [blocking, setBlocking] = useState(false);
  const { nickname, followers, following, totals } = profile;
  const shareProfile = async (): Promise<void> => {
    const url = `${window.location.origin}/profile/${nickname}`;
    const outcome = await share(t('profile.shareText', { nickname }), url);
    if (outcome === 'copied') await toast(t('common.linkCopied'));
    if (outcome === 'failed') await toast(t('common.copyFailed', { url }));
  };
  return (
    <header className={profileStyles.head}>
      <span className={profileStyles.portrait} data-live={profile.live !== null}>
        <Avatar person={profile} size="xl" />
      </span>
      <div className={profileStyles.words}>
        <h1 className={styles.title}>{nickname}</h1>
        {profile.bio ? (
          <p className={profileStyles.bio} data-testid="bio">
            {profile.bio}
          </p>
        ) : profile.isMe ? (
          <p className={styles.hint}>{t('profile.noBio')}</p>
        ) : null}
        <div className={profileStyles.counts}>
          <button
            type="button"
            className={profileStyles.count}
            onClick={() => setList('followers')}
            data-testid="followers"
          >
            {t('profile.followers', { count: followers, formatted: format.count(followers) })}
          </button>
          <button
            type="button"
            className={profileStyles.count}
            onClick={() => setList('following')}
          >
            {t('profile.following', { count: following, formatted: format.count(following) })}
          </button>
        </div>
        <p className={styles.hint}>
          {[
            t('profile.streams', {
              count: totals.streams,
              formatted: format.count(totals.streams),
            }),
            t('profile.hours', {
              count: Math.floor(totals.hoursLive),
              formatted: format.count(Math.floor(totals.hoursLive)),
            }),
            t('home.peak', {
              count: totals.peakViewers,
              formatted: format.count(totals.peakViewers),
            }),
            t('profile.since', { day: format.day(profile.createdAt) }),
          ].join(' · ')}
        </p>
      </div>
      <div className={profileStyles.actions}>
        {profile.isMe ? (
          <>
            <Button
              leftSection={<IconPencil aria-hidden="true" />}
              onClick={() => setEditing(true)}
              data-testid="edit-profile"
            >
              {t('profile.edit')}
            </Button>
            <Button
              component={Link}
              to="/dashboard/settings/account"
              variant="default"
              leftSection={<IconSettings aria-hidden="true" />}
            >
              {t('profile.settings')}
            </Button>
          </>
        ) : (
          <FollowButton person={profile} />
        )}
        <Button
          variant="default"
          leftSection={<IconShare3 aria-hidden="true" />}
          onClick={() => void shareProfile()}
        >
          {t('common.share')}
        </Button>
        {profile.isMe ? (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconBan aria-hidden="true" />}
            onClick={() => setList('blocked')}
          >
            {t('profile.list.blocked')}
          </Button>
        ) : session.status === 'user' && !profile.isBlocked ? (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconBan aria-hidden="true" />}
            onClick={() => setBlocking(true)}
          >
            {t('profile.block')}
          </Button>
        ) : null}
      </div>
      <PeopleDialog kind={list} nickname={nickname} onClose={() => setList(null)} />
      <BlockDialog profile={profile} opened={blocking} onClose={() => setBlocking(false)} />
      {editing ? (
        <Suspense fallback={null}>
          <EditProfile profile={profile} onClose={() => setEditing(false)} />
        </Suspense>
      ) : null}
    </header>
  );
}

function PastStreams({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const list = usePages(
    ['profile', profile.nickname.toLowerCase(), 'streams'],
    async (paging, signal) => {
      const page = await people.streams(profile.nickname, paging, signal);
      return { items: page.streams, pagination: page.pagination };
    },
    { limit: 12 },
  );
  const ended = list.items?.filter((stream) => stream.status === 'ended') ?? null;
  return (
    <section>
      <h2 className={styles.subtitle}>{t('profile.past')}</h2>
      {ended === null ? (
        list.error ? (
          <Trouble error={list.error} retry={list.retry} retrying={list.retrying} />
        ) : (
          <SkeletonCards count={4} />
        )
      ) : ended.length === 0 ? (
        <Notice
          icon={<IconVideo />}
          title={t('profile.noStreamsTitle')}
          actions={
            profile.isMe ? (
              <Button component={Link} to="/stream/create">
                {t('nav.goLive')}
              </Button>
            ) : null
          }
        >
          {t(profile.isMe ? 'profile.noStreamsMine' : 'profile.noStreams')}
        </Notice>
      ) : (
        <ul className={styles.grid} data-testid="past-streams">
          {ended.map((stream) => (
            <li key={stream.id}>
              <EndedCard stream={stream} />
            </li>
          ))}
        </ul>
      )}
      <MoreButton pages={list} />
    </section>
  );
}

function ProfileSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.page} role="status" aria-label={t('common.loading')}>
      <div className={profileStyles.head}>
        <Skeleton className={profileStyles.round} circle />
        <div className={profileStyles.words}>
          <Skeleton height={28} width={180} />
          <Skeleton height={14} width="70%" />
          <Skeleton height={14} width="50%" />
        </div>
      </div>
      <SkeletonCards count={4} />
    </div>
  );
}
