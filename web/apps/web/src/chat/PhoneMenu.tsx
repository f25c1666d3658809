import { Menu } from '@mantine/core';
import type { LiveRoom } from '@nio/sdk';
import { IconSettings, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MenuAt } from './MenuAt';
import styles from './Menus.module.css';
import { ReactionBar } from './ReactionBar';
import type { Point } from './useLongPress';

/** One more thing a phone's menu offers. */
export interface PhoneItem {
  readonly label: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}

/** What has no place beside a phone's message field. */
export default function PhoneMenu({
  room,
  at,
  items,
  canReact,
  onViewers,
  onSettings,
  onClose,
}: {
  room: LiveRoom;
  at: Point;
  items: readonly PhoneItem[];
  canReact: boolean;
  onViewers: () => void;
  /** For moderators. */
  onSettings: (() => void) | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const all: readonly PhoneItem[] = [
    ...items,
    { label: t('chat.viewers.title'), icon: <IconUsers aria-hidden="true" />, run: onViewers },
    ...(onSettings
      ? [{ label: t('chat.settings'), icon: <IconSettings aria-hidden="true" />, run: onSettings }]
      : []),
  ];
  return (
    <MenuAt at={at} up testId="phone-menu" onClose={onClose}>
      {canReact ? <ReactionBar room={room} onReacted={onClose} /> : null}
      {all.map(({ label, icon, run }) => (
        <Menu.Item key={label} leftSection={icon} onClick={run} className={styles.item}>
          {label}
        </Menu.Item>
      ))}
    </MenuAt>
  );
}
