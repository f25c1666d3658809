import { createBrowserRouter } from 'react-router';
import { withTexts } from './i18n/i18n';
import { ErrorPage } from './shell/ErrorPage';
import { Root } from './shell/Root';

/** A page of signing in or of the settings, with its texts. */
const identity = <T,>(page: Promise<T>): Promise<T> => withTexts('identity', page);

/** A page about money, with its texts and those of what it shares with the settings. */
const money = <T,>(page: Promise<T>): Promise<T> => identity(withTexts('money', page));

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
            lazy: () => withTexts('people', import('./shell/Shell')),
            children: [
              { index: true, lazy: () => import('./home/HomePage') },
              { path: 'following', lazy: () => import('./people/FollowingPage') },
              { path: 'search', lazy: () => import('./search/SearchPage') },
              { path: 'inbox', lazy: () => import('./inbox/InboxPage') },
              { path: 'profile/:nickname', lazy: () => import('./people/ProfilePage') },
              { path: 'admin/banners', lazy: () => import('./banners/AdminBannersPage') },
              { path: 'login', lazy: () => identity(import('./auth/LoginPage')) },
              { path: 'register', lazy: () => identity(import('./auth/RegisterPage')) },
              { path: 'terms', lazy: () => identity(import('./auth/TermsPage')) },
              {
                path: 'forgot-password',
                lazy: () => identity(import('./recovery/ForgotPasswordPage')),
              },
              {
                path: 'reset-password',
                lazy: () => identity(import('./recovery/ResetPasswordPage')),
              },
              { path: 'verify-email', lazy: () => identity(import('./recovery/VerifyEmailPage')) },
              { path: 'not-me', lazy: () => identity(import('./recovery/NotMePage')) },
              { path: 'qr-login', lazy: () => identity(import('./qr/QrLoginPage')) },
              {
                path: 'dashboard/settings',
                lazy: () => identity(import('./settings/SettingsLayout')),
                children: [
                  { index: true, lazy: () => import('./settings/SettingsIndex') },
                  { path: 'sessions', lazy: () => import('./settings/SessionsPage') },
                  { path: 'account', lazy: () => import('./settings/AccountPage') },
                  { path: 'security', lazy: () => import('./settings/SecurityPage') },
                  { path: 'linked', lazy: () => import('./settings/LinkedPage') },
                ],
              },
              {
                path: 'stream/create',
                lazy: () => withTexts('studio', import('./golive/GoLivePage')),
              },
              { path: 'wallet/*', lazy: () => money(import('./wallet/WalletRoutes')) },
              { path: 'admin/money/*', lazy: () => money(import('./admin/MoneyRoutes')) },
              { path: 'stream/obs', lazy: () => withTexts('studio', import('./golive/ObsPage')) },
              { path: '*', lazy: () => import('./shell/NotFoundPage') },
            ],
          },
        ],
      },
    ],
  },
]);
