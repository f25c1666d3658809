import type { BannerPlacement } from '@nio/sdk';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { banners } from '../api/people';
import { queries } from '../api/queries';
import styles from './BannerSlot.module.css';

/** A banner is seen when half of it has been on the screen for this long. */
const SEEN_MS = 1000;
const SEEN_PART = 0.5;

const closedKey = (placement: BannerPlacement): string => `nio.banner.${placement}`;

function wasClosed(placement: BannerPlacement): boolean {
  try {
    return sessionStorage.getItem(closedKey(placement)) !== null;
  } catch {
    return false;
  }
}

function rememberClosed(placement: BannerPlacement): void {
  try {
    sessionStorage.setItem(closedKey(placement), 'yes');
  } catch {
    // Storage is forbidden: it stays closed on this page.
  }
}

/**
 * An advertisement, called one. It can be closed for the visit, counts as seen only when it really was, and has a place of
 * a known size, so that nothing moves when it comes. No banner, no answer: nothing.
 */
export function BannerSlot({ placement }: { placement: BannerPlacement }) {
  const [closed, setClosed] = useState(() => wasClosed(placement));
  if (closed) return null;
  return (
    // The room does without queries until this comes.
    <QueryClientProvider client={queries}>
      <Slot
        placement={placement}
        onClose={() => {
          rememberClosed(placement);
          setClosed(true);
        }}
      />
    </QueryClientProvider>
  );
}

function Slot({ placement, onClose }: { placement: BannerPlacement; onClose: () => void }) {
  const { t } = useTranslation();
  // A new view of the page may bring another one.
  const [view] = useState(() => Math.random());
  const banner = useQuery({
    queryKey: ['banner', placement, view],
    queryFn: ({ signal }) => banners.due(placement, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  }).data;
  const [broken, setBroken] = useState(false);
  const place = useRef<HTMLElement>(null);
  useSeen(place, banner?.id);
  if (!banner || broken) return null;
  return (
    <aside
      ref={place}
      className={styles.slot}
      data-placement={placement}
      data-testid="banner"
      aria-label={t('banner.label')}
    >
      <a
        className={styles.link}
        href={banners.clickUrl(banner.id)}
        target="_blank"
        rel="sponsored noopener nofollow"
      >
        <img
          className={styles.image}
          src={banner.imageUrl}
          alt={banner.alt}
          width={banner.width}
          height={banner.height}
          onError={() => setBroken(true)}
        />
      </a>
      <span className={styles.mark}>{t('banner.label')}</span>
      <button
        type="button"
        className={styles.close}
        aria-label={t('banner.close')}
        title={t('banner.close')}
        onClick={onClose}
      >
        <IconX aria-hidden="true" />
      </button>
    </aside>
  );
}

/** Counts one impression a view: when the place has really been on the screen, in a tab somebody looks at. */
function useSeen(place: RefObject<HTMLElement | null>, id: string | undefined): void {
  useEffect(() => {
    const element = place.current;
    if (element === null || id === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let onScreen = false;
    let over = false;
    const consider = (): void => {
      clearTimeout(timer);
      if (over || !onScreen || document.visibilityState !== 'visible') return;
      timer = setTimeout(() => {
        stop();
        // One number less is no reason to bother anybody.
        void banners.seen(id).catch(() => undefined);
      }, SEEN_MS);
    };
    const observer = new IntersectionObserver(
      (entries) => {
        onScreen = entries.at(-1)?.isIntersecting ?? false;
        consider();
      },
      { threshold: SEEN_PART },
    );
    const stop = (): void => {
      over = true;
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', consider);
    };
    observer.observe(element);
    document.addEventListener('visibilitychange', consider);
    return stop;
  }, [place, id]);
}
