/**
 * Fails the build when the watching page has grown beyond its budget: everything a cold visit to `/live/…` fetches before
 * the video, in Russian, which needs both parts of the font. Scripts, styles and the page count gzipped, fonts as they are.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 250_000;

/** What the watching page imports, and what its first steps import for certain. */
const ENTRIES = [
  'index.html',
  'src/room/LivePage.tsx',
  'src/i18n/ru.ts',
  'src/theme/fonts/inter-latin.woff2',
  'src/theme/fonts/inter-cyrillic.woff2',
];

const dist = new URL('../dist/', import.meta.url);

/**
 * @typedef {{ file: string, css?: string[], imports?: string[] }} Chunk
 * @type {Record<string, Chunk>}
 */
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'));

/** @type {Set<string>} */
const files = new Set(['index.html']);
/** @type {(key: string) => void} */
const add = (key) => {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the build: has it moved?`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const imported of chunk.imports ?? []) add(imported);
};
for (const entry of ENTRIES) add(entry);
/** @type {Record<string, number>} */
const sizes = {};
for (const file of files) {
  const bytes = readFileSync(new URL(file, dist));
  const kind = file.split('.').at(-1) ?? '';
  const size = kind === 'woff2' ? bytes.length : gzipSync(bytes).length;
  sizes[kind] = (sizes[kind] ?? 0) + size;
}
const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
/** @type {(bytes: number) => string} */
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const parts = Object.entries(sizes).map(([kind, size]) => `${kind} ${kB(size)}`);
const line = `Watching page: ${kB(total)} of ${kB(BUDGET)} (${parts.join(', ')})`;

if (total > BUDGET) {
  console.error(
    `${line}\nOver the budget: load what the first picture does not need later, or leave it out.`,
  );
  process.exit(1);
}
console.log(line);
