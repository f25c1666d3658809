import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { initReactI18next } from 'react-i18next';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { chatEn } from '../i18n/chat.en';
import { en } from '../i18n/en';
import { identityEn } from '../i18n/identity.en';
import { moneyEn } from '../i18n/money.en';
import { peopleEn } from '../i18n/people.en';
import { studioEn } from '../i18n/studio.en';
import { cssVariables, theme } from '../theme/theme';

await i18next.use(initReactI18next).init({
  lng: 'en',
  resources: {
    en: {
      translation: { ...en, ...chatEn, ...identityEn, ...peopleEn, ...studioEn, ...moneyEn },
    },
  },
  interpolation: { escapeValue: false },
});

/** Renders a part of the app at an address, in English. */
export function renderAt(path: string, element: ReactNode): RenderResult & { at: () => string } {
  const router = createMemoryRouter([{ path: '*', element }], { initialEntries: [path] });
  const result = render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <QueryClientProvider
        client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
      >
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return {
    ...result,
    at: () => router.state.location.pathname + router.state.location.search,
  };
}
