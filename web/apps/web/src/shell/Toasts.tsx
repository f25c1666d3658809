import '@mantine/core/styles/Notification.layer.css';
import '@mantine/notifications/styles.layer.css';
import { Notifications, notifications } from '@mantine/notifications';
import { createRoot } from 'react-dom/client';
import { Button, MantineProvider } from '@mantine/core';
import { cssVariables, theme } from '../theme/theme';
import type { ToastAction } from './toast';
import styles from './Toasts.module.css';

const ACTION_MS = 8000;

/** Toasts live beside the app in a tree of their own, so that no page has to carry them from the start. */
let mounted = false;

function mount(): void {
  if (mounted) return;
  mounted = true;
  const place = document.body.appendChild(document.createElement('div'));
  createRoot(place).render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="top-center" autoClose={3500} limit={3} />
    </MantineProvider>,
  );
}

export function showToast(message: string, tone: 'calm' | 'trouble', action?: ToastAction): void {
  mount();
  const id = notifications.show({
    message: action ? (
      <span className={styles.withAction}>
        {message}
        <Button
          variant="subtle"
          onClick={() => {
            notifications.hide(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      </span>
    ) : (
      message
    ),
    withCloseButton: false,
    color: tone === 'trouble' ? 'red' : 'violet',
    role: tone === 'trouble' ? 'alert' : 'status',
    ...(action ? { autoClose: ACTION_MS } : {}),
  });
}
