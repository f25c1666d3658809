import { Skeleton } from '@mantine/core';
import type { FoundPerson, Person } from '@nio/sdk';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../i18n/format';
import { Avatar } from '../ui/Avatar';
import styles from './People.module.css';

/** Somebody in a list, which leads to their profile; `detail` beneath the name, `children` at the end. */
export function PersonRow({
  person,
  detail,
  onOpen,
  children,
}: {
  person: Person;
  detail?: ReactNode;
  onOpen?: () => void;
  children?: ReactNode;
}) {
  return (
    <li className={styles.row} data-testid="person">
      <Link className={styles.person} to={`/profile/${person.nickname}`} onClick={onOpen}>
        <Avatar person={person} size="lg" />
        <span className={styles.lines}>
          <span className={styles.nickname}>{person.nickname}</span>
          {detail ? <span className={styles.detail}>{detail}</span> : null}
        </span>
      </Link>
      {children}
    </li>
  );
}

/** {@link PersonRow} of somebody found or followed: how many follow them, and whether they are live. */
export function FoundRow({ person }: { person: FoundPerson }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = person.followers;
  return (
    <PersonRow
      person={person}
      detail={t('profile.followers', { count, formatted: format.count(count) })}
    >
      {person.live ? <span className={styles.live}>{t('room.live')}</span> : null}
    </PersonRow>
  );
}

/** In place of rows while they load. */
export function SkeletonRows({ count = 5 }: { count?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.rows} role="status" aria-label={t('common.loading')}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.row}>
          <span className={styles.person}>
            <Skeleton className={styles.round} circle />
            <span className={styles.bars}>
              <Skeleton className={styles.bar} width="40%" />
              <Skeleton className={styles.bar} width="65%" />
            </span>
          </span>
        </div>
      ))}
    </div>
  );
}
