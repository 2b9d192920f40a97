import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { licences } from './vite-licences.ts';

// The server's policy is `default-src 'self'`: nothing inline, nothing by data: or blob:, no worker made from a string.
export default defineConfig({
  plugins: [svelte(), licences()],
  base: '/',
  build: {
    outDir: '../src/firsthand/web/static',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': { target: process.env.FIRSTHAND_SERVER ?? 'http://127.0.0.1:8700' } } },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], setupFiles: ['tests/setup.ts'] },
});
