import './theme/fonts.css';
import './theme/mantine.css';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { nio } from './api/nio';
import { startI18n } from './i18n/i18n';
import { router } from './router';

// On its way while the texts and the first page load.
void nio.session.start();
await startI18n();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  // No StrictMode: it mounts everything twice, and a camera opened twice at once is busy.
  <RouterProvider router={router} />,
);
