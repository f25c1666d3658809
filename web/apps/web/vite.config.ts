import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const server = process.env['NIO_SERVER'] ?? 'http://localhost:3000';

/**
 * What nearly every page has: kept in one file. Left alone, whatever some pages share becomes a file of its own, and
 * dozens of tiny ones compress badly and are asked for one by one.
 */
const COMMON = [
  'api/(nio|settings|unread)',
  'auth/next',
  'i18n/(format|i18n|language)',
  'shell/(Navigation|toast|usePageTitle)',
  'ui/(Ago|Avatar|CategoryIcon|Cover|GlassButton|LivePill|Logo|Notice|ShareButton|hash|share)',
].map((path) => `/apps/web/src/${path}\\.`);

const COMMON_ICONS =
  'ArrowsMaximize|ArrowsMinimize|BallFootball|Ban|Bell|DeviceGamepad2|Eye|Heart|Home|Messages|MoodEmpty|Music|' +
  'PictureInPicture|Plus|School|Settings|Share3|Sparkles|User|Volume|VolumeOff|X';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@nio/source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // The budget script reads which files a route needs.
    manifest: 'manifest.json',
    // Fonts and pictures stay files: the content security policy allows `'self'` only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'common',
              test: new RegExp([...COMMON, `/icons/Icon(${COMMON_ICONS})\\.`].join('|')),
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
