import { CloseButton, Skeleton } from '@mantine/core';
import { GIFT_TYPES, type GiftType, type NioError, type Stream } from '@nio/sdk';
import { IconAlertCircle, IconPlus, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { money } from '../api/money';
import { nio, useSession, useStore } from '../api/nio';
import { errorText } from '../api/errorText';
import { loginPath } from '../auth/next';
import { useFormat } from '../i18n/format';
import { CoinAmount } from '../wallet/Amount';
import { usePlainNumber } from '../wallet/amounts';
import { GiftPicture } from './Art';
import styles from './Tray.module.css';
import type { Gifts } from './useGifts';
import { useHold } from './useHold';

/** What keeps somebody from giving anything at all. */
type Obstacle = 'guest' | 'own' | 'debt' | 'offline' | null;

/** The eight gifts: a sheet from below on phones, a panel under the chat on desktops. */
export function Tray({
  gifts,
  stream,
  connected,
  onClose,
}: {
  gifts: Gifts;
  stream: Stream;
  connected: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pathname } = useLocation();
  const session = useSession();
  const panel = useRef<HTMLDivElement>(null);
  const state = useStore(gifts.room.state);
  const prices = useQuery({
    queryKey: ['gift-prices'],
    queryFn: ({ signal }) => money.prices(signal),
    staleTime: 10 * 60_000,
  });
  useEffect(() => panel.current?.focus(), []);
  useCloseOutside(panel, onClose);
  const { balance, pendingCoins, combo, refusal } = state;
  const coins = balance === null ? null : Math.max(0, balance.coins - pendingCoins);
  const obstacle: Obstacle =
    session.status === 'guest'
      ? 'guest'
      : stream.streamer.id === nio.session.user?.id
        ? 'own'
        : (balance?.debt ?? 0) > 0
          ? 'debt'
          : connected
            ? null
            : 'offline';
  const wallet = `/wallet?next=${encodeURIComponent(pathname)}`;
  return (
    <div
      ref={panel}
      className={styles.tray}
      role="dialog"
      aria-label={t('gift.title')}
      tabIndex={-1}
      data-testid="gift-tray"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{t('gift.title')}</h2>
        {session.status === 'user' && obstacle !== 'own' ? (
          <TopUp to={wallet} label={t('gift.topUpHint')}>
            {coins === null ? (
              <Skeleton width="3em" height="1em" />
            ) : (
              <span data-testid="tray-balance">
                <CoinAmount coins={coins} />
              </span>
            )}
            <span className={styles.plus}>
              <IconPlus aria-hidden="true" />
              {t('gift.topUp')}
            </span>
          </TopUp>
        ) : null}
        <span className={styles.spring} />
        <SoundSwitch gifts={gifts} />
        <CloseButton aria-label={t('common.close')} onClick={onClose} />
      </header>
      {prices.error && prices.data === undefined ? (
        <p className={styles.hint} role="alert">
          {errorText(prices.error, t, format)}{' '}
          <button type="button" className={styles.link} onClick={() => void prices.refetch()}>
            {t('common.retry')}
          </button>
        </p>
      ) : null}
      <ul className={styles.gifts}>
        {GIFT_TYPES.map((giftType) => {
          const cost = prices.data?.[giftType].cost ?? null;
          return (
            <li key={giftType}>
              <GiftButton
                giftType={giftType}
                cost={cost}
                disabled={obstacle !== null || cost === null}
                short={coins !== null && cost !== null && coins < cost}
                combo={combo?.giftType === giftType ? combo.count : 0}
                press={() => cost !== null && gifts.room.press(giftType, cost)}
              />
            </li>
          );
        })}
      </ul>
      <div className={styles.words} aria-live="polite" data-testid="tray-words">
        <Words obstacle={obstacle} refusal={refusal} debt={balance?.debt ?? 0} wallet={wallet} />
      </div>
    </div>
  );
}

/** The way to the tray on desktops, where it stands below the chat. */
export function TrayBar({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={styles.bar}
      aria-haspopup="dialog"
      aria-label={t('gift.open')}
      title={t('gift.open')}
      data-testid="gifts-bar"
      onClick={onOpen}
    >
      {t('gift.title')}
      <span className={styles.row}>
        {GIFT_TYPES.map((giftType) => (
          <span key={giftType}>
            <GiftPicture giftType={giftType} />
          </span>
        ))}
      </span>
    </button>
  );
}

function GiftButton({
  giftType,
  cost,
  disabled,
  short,
  combo,
  press,
}: {
  giftType: GiftType;
  cost: number | null;
  disabled: boolean;
  /** There are not enough coins: pressing says how many are missing. */
  short: boolean;
  combo: number;
  press: () => boolean;
}) {
  const { t } = useTranslation();
  const number = usePlainNumber();
  const hold = useHold(() => !disabled && press());
  const name = t(`gift.name.${giftType}`);
  return (
    <button
      type="button"
      className={styles.gift}
      disabled={disabled}
      data-short={short}
      data-testid={`gift-${giftType}`}
      aria-label={cost === null ? name : t('gift.button', { gift: name, count: cost })}
      {...hold}
    >
      <span className={styles.picture} data-pressed={combo % 2 === 1}>
        <GiftPicture giftType={giftType} />
      </span>
      <span className={styles.name}>{name}</span>
      {cost === null ? (
        <Skeleton width="2.5em" height="1em" />
      ) : (
        <span className={styles.price}>
          <CoinAmount coins={cost} />
        </span>
      )}
      {combo > 1 ? (
        <span key={combo} className={styles.combo} data-testid="combo">
          ×{number(combo)}
        </span>
      ) : null}
    </button>
  );
}

/** The line below the gifts: why nothing can be given, why the last one was not, or how it is done. */
function Words({
  obstacle,
  refusal,
  debt,
  wallet,
}: {
  obstacle: Obstacle;
  refusal: NioError | null;
  debt: number;
  wallet: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const location = useLocation();
  switch (obstacle) {
    case 'guest':
      return (
        <p className={styles.hint}>
          <Link className={styles.link} to={loginPath(location)}>
            {t('nav.signIn')}
          </Link>{' '}
          {t('gift.obstacle.guest')}
        </p>
      );
    case 'own':
      return <p className={styles.hint}>{t('gift.obstacle.own')}</p>;
    case 'offline':
      return <p className={styles.hint}>{t('gift.obstacle.offline')}</p>;
    case 'debt':
      return (
        <Trouble>
          {t('gift.obstacle.debt', { count: debt })} <TopUp to={wallet}>{t('gift.toWallet')}</TopUp>
        </Trouble>
      );
    case null:
      break;
  }
  switch (refusal?.error) {
    case undefined:
      return <p className={styles.hint}>{t('gift.hint')}</p>;
    case 'insufficient_coins':
      return (
        <Trouble>
          {t('gift.missing', { count: refusal.missing ?? 0 })}{' '}
          <TopUp to={wallet}>{t('gift.topUp')}</TopUp>
        </Trouble>
      );
    case 'offline':
      return <Trouble>{t('gift.unsure')}</Trouble>;
    case 'slow_down':
      return <Trouble>{t('gift.slowDown')}</Trouble>;
    case 'blocked':
      return <Trouble>{t('gift.blocked')}</Trouble>;
    default:
      return <Trouble>{errorText(refusal, t, format)}</Trouble>;
  }
}

function Trouble({ children }: { children: ReactNode }) {
  return (
    <p className={styles.trouble}>
      <IconAlertCircle aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}

/** To the wallet, in a tab of its own: the broadcast goes on in this one. */
function TopUp({ to, label, children }: { to: string; label?: string; children: ReactNode }) {
  return (
    <a
      className={label === undefined ? styles.link : styles.topUp}
      href={to}
      target="_blank"
      rel="noopener"
      title={label}
    >
      {children}
    </a>
  );
}

/** Whether gifts are heard, for this device. */
export function SoundSwitch({ gifts }: { gifts: Gifts }) {
  const { t } = useTranslation();
  const [on, setOn] = useState(gifts.sounds.on);
  return (
    <button
      type="button"
      className={styles.sound}
      role="switch"
      aria-checked={on}
      aria-label={t('gift.sounds')}
      title={t('gift.sounds')}
      onClick={() => {
        gifts.sounds.on = !on;
        setOn(!on);
      }}
    >
      {on ? <IconVolume aria-hidden="true" /> : <IconVolumeOff aria-hidden="true" />}
    </button>
  );
}

/** On phones the sheet lies over the page: a touch beside it closes it. The panel of a desktop stays. */
function useCloseOutside(panel: RefObject<HTMLElement | null>, onClose: () => void): void {
  const latest = useRef(onClose);
  useEffect(() => {
    latest.current = onClose;
  });
  useEffect(() => {
    const pressed = (event: globalThis.PointerEvent): void => {
      const { target } = event;
      if (!(target instanceof Element) || window.matchMedia('(min-width: 62em)').matches) return;
      // What opens it closes it as well.
      if (panel.current?.contains(target) || target.closest('[data-gifts-open]')) return;
      latest.current();
    };
    document.addEventListener('pointerdown', pressed);
    return () => document.removeEventListener('pointerdown', pressed);
  }, [panel]);
}
