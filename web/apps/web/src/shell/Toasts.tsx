import '@mantine/core/styles/Notification.layer.css';
import '@mantine/notifications/styles.layer.css';
import { Notifications, notifications } from '@mantine/notifications';
import { createRoot } from 'react-dom/client';
import { MantineProvider } from '@mantine/core';
import { cssVariables, theme } from '../theme/theme';

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

export function showToast(message: string, tone: 'calm' | 'trouble'): void {
  mount();
  notifications.show({
    message,
    withCloseButton: false,
    color: tone === 'trouble' ? 'red' : 'violet',
    role: tone === 'trouble' ? 'alert' : 'status',
  });
}
