import '@mantine/core/styles/Menu.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Menus.module.css';
import type { Point } from './useLongPress';

/** A menu where it was asked for; at the lower edge of a screen that is touched. */
export function MenuAt({
  at,
  up = false,
  testId,
  children,
  onClose,
}: {
  at: Point;
  /** To the left and above, instead of to the right and below. */
  up?: boolean;
  testId: string;
  children: ReactNode;
  onClose: () => void;
}) {
  const sheet = window.matchMedia('(pointer: coarse)').matches;
  return (
    <Menu
      opened
      onChange={(opened) => {
        if (!opened) onClose();
      }}
      position={sheet ? 'top' : up ? 'top-end' : 'bottom-start'}
      width={sheet ? 'target' : 'var(--nio-menu)'}
      shadow="md"
      radius="md"
      offset={sheet ? 0 : 4}
      transitionProps={{ duration: 0 }}
      hideDetached={false}
    >
      <Menu.Target>
        {sheet ? (
          <span className={styles.anchor} data-sheet />
        ) : (
          <span className={styles.anchor} style={{ left: at.x, top: at.y }} />
        )}
      </Menu.Target>
      <Menu.Dropdown className={styles.menu} data-testid={testId}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
