import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlainNumber } from '../wallet/amounts';
import { Avatar } from '../ui/Avatar';
import { GiftPicture } from './Art';
import type { FeedCard } from './feed';
import styles from './GiftFeed.module.css';

/** No more often than this is anything read aloud. */
const SPEAK_MS = 2500;

/** Combos, at the left of the picture. */
export function GiftFeed({ cards }: { cards: readonly FeedCard[] }) {
  const { t } = useTranslation();
  const number = usePlainNumber();
  const spoken = useSpoken(cards);
  return (
    <>
      <ul className={styles.feed} aria-hidden="true" data-testid="gift-feed">
        {cards.map((card) => (
          <li key={card.key} className={styles.card} data-mine={card.mine}>
            <Avatar person={card.person} />
            <span className={styles.words}>
              <strong className={styles.who}>{card.person.nickname}</strong>
              <span className={styles.what}>{t(`gift.name.${card.giftType}`)}</span>
            </span>
            <span className={styles.picture}>
              <GiftPicture giftType={card.giftType} />
            </span>
            <span key={card.count} className={styles.times} data-many={card.count > 9}>
              ×{number(card.count)}
            </span>
          </li>
        ))}
      </ul>
      <p className="nio-visually-hidden" role="status" data-testid="gift-spoken">
        {spoken}
      </p>
    </>
  );
}

/** The feed in words, for those who do not see it: who began to give what, and how many it became. */
function useSpoken(cards: readonly FeedCard[]): string {
  const { t } = useTranslation();
  const [spoken, setSpoken] = useState('');
  const before = useRef<readonly FeedCard[]>([]);
  const next = useRef('');
  useEffect(() => {
    const say = (card: FeedCard): void => {
      next.current = t('gift.spoken', {
        nickname: card.person.nickname,
        gift: t(`gift.name.${card.giftType}`),
        count: card.count,
      });
    };
    const known = before.current;
    const has = (list: readonly FeedCard[], { key }: FeedCard): boolean =>
      list.some((card) => card.key === key);
    for (const card of known) if (!has(cards, card) && card.count > 1) say(card);
    for (const card of cards) if (!has(known, card)) say(card);
    before.current = cards;
  }, [cards, t]);
  useEffect(() => {
    const timer = setInterval(() => setSpoken(next.current), SPEAK_MS);
    return () => clearInterval(timer);
  }, []);
  return spoken;
}
