import { MantineProvider } from '@mantine/core';
import { Outlet, ScrollRestoration, useMatch } from 'react-router';
import { cssVariables, theme } from '../theme/theme';

/** Around every page. The live room is dark whatever the rest is. */
export function Root() {
  const inRoom = useMatch('/live/:id') !== null;
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(inRoom ? { forceColorScheme: 'dark' } : {})}
    >
      <Outlet />
      <ScrollRestoration />
    </MantineProvider>
  );
}
