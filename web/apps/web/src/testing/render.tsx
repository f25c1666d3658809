import { MantineProvider } from '@mantine/core';
import { render, type RenderResult } from '@testing-library/react';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { initReactI18next } from 'react-i18next';
import { createMemoryRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { en } from '../i18n/en';
import { cssVariables, theme } from '../theme/theme';

await i18next.use(initReactI18next).init({
  lng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
});

/** Renders a part of the app at an address, in English. */
export function renderAt(path: string, element: ReactNode): RenderResult & { at: () => string } {
  const router = createMemoryRouter([{ path: '*', element }], { initialEntries: [path] });
  const result = render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <RouterProvider router={router} />
    </MantineProvider>,
  );
  return {
    ...result,
    at: () => router.state.location.pathname + router.state.location.search,
  };
}
