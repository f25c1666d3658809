import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const server = process.env['NIO_SERVER'] ?? 'http://localhost:3000';

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
  },
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
