import { createBrowserRouter } from 'react-router';
import { ErrorPage } from './shell/ErrorPage';
import { Root } from './shell/Root';

/** Every page is fetched when it is first visited. */
export const router = createBrowserRouter([
  {
    Component: Root,
    // Shown for an instant while the code of the first page arrives: better nothing than a flash.
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: ErrorPage,
        children: [
          { path: 'live/:id', lazy: () => import('./room/LivePage') },
          {
            lazy: () => import('./shell/Shell'),
            children: [
              { index: true, lazy: () => import('./home/HomePage') },
              { path: 'login', lazy: () => import('./auth/LoginPage') },
              { path: 'register', lazy: () => import('./auth/RegisterPage') },
              { path: 'stream/create', lazy: () => import('./golive/GoLivePage') },
              { path: 'stream/obs', lazy: () => import('./golive/ObsPage') },
              { path: '*', lazy: () => import('./shell/NotFoundPage') },
            ],
          },
        ],
      },
    ],
  },
]);
