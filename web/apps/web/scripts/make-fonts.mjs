/**
 * Cuts Inter down to the letters and weights the app uses; run by hand after an update of the font package:
 * `npm run fonts -w @nio/web`. The results are committed, so that a build needs none of this.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import subsetFont from 'subset-font';

const source = new URL('../../../node_modules/@fontsource-variable/inter/files/', import.meta.url);
const target = new URL('../src/theme/fonts/', import.meta.url);

/** @type {(from: number, to: number) => string} */
const range = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');

const parts = {
  latin: `${range(0x20, 0x7e)}${range(0xa0, 0xff)}ıŒœ–—‘’‚“”„•…‹›€™−←↑→↓`,
  cyrillic: `${range(0x400, 0x45f)}ҐґҰұ№`,
};

for (const [name, letters] of Object.entries(parts)) {
  const whole = readFileSync(new URL(`inter-${name}-wght-normal.woff2`, source));
  const cut = await subsetFont(whole, letters, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 800 } },
  });
  writeFileSync(new URL(`inter-${name}.woff2`, target), cut);
  console.log(`inter-${name}.woff2: ${whole.length} → ${cut.length} bytes`);
}
