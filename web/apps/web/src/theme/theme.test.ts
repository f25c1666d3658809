import { DEFAULT_THEME, mergeMantineTheme } from '@mantine/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AVATAR_COLORS, cssVariables, theme } from './theme';

type Tokens = Readonly<Record<string, string>>;

const resolved = cssVariables(mergeMantineTheme(DEFAULT_THEME, theme));
const variables = resolved.variables as Tokens;
const light = resolved.light as Tokens;
const dark = resolved.dark as Tokens;

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const channel = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast of two opaque colours. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, scheme) => {
  const color = (name: string): string => scheme[name] ?? variables[name] ?? name;

  test.each<readonly [string, string]>([
    ['--nio-text', '--nio-bg'],
    ['--nio-text', '--nio-raised'],
    ['--nio-dim', '--nio-bg'],
    ['--nio-dim', '--nio-surface'],
    ['--nio-dim', '--nio-raised'],
    ['--nio-brand-text', '--nio-bg'],
    ['--nio-brand-text', '--nio-surface'],
    ['--nio-danger-text', '--nio-bg'],
    ['--nio-danger-text', '--nio-brand-ground'],
    ['--nio-warn-text', '--nio-warn-ground'],
    ['--nio-ok-text', '--nio-raised'],
    ['--nio-coin-text', '--nio-raised'],
    ['--nio-bean-text', '--nio-raised'],
    ['--nio-text', '--nio-brand-ground'],
    ['--nio-white', '--nio-brand'],
    ['--nio-white', '--nio-live-fill'],
    ['--nio-on-video', '--nio-video-ground'],
    ['--nio-on-video-dim', '--nio-video-ground'],
    ...Array.from(
      { length: AVATAR_COLORS },
      (__, i) => ['--nio-white', `--nio-avatar-${i}`] as const,
    ),
  ])('%s is readable on %s', (front, back) => {
    expect(contrast(color(front), color(back))).toBeGreaterThanOrEqual(4.5);
  });

  test('borders of controls can be seen', () => {
    expect(contrast(color('--nio-control-line'), color('--nio-bg'))).toBeGreaterThanOrEqual(3);
  });
});

test.each(Array.from({ length: AVATAR_COLORS }, (_, i) => i))(
  'name colour %i is readable in the chat',
  (i) => {
    for (const ground of ['--nio-surface', '--nio-brand-ground', '--nio-raised']) {
      expect(
        contrast(variables[`--nio-name-${i}`] ?? '', dark[ground] ?? ''),
      ).toBeGreaterThanOrEqual(4.5);
    }
  },
);

describe('style sheets', () => {
  const root = join(import.meta.dirname, '..');
  const sheets = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.module.css'),
  );
  const known = new Set([...Object.keys(variables), ...Object.keys(light), ...Object.keys(dark)]);

  test.each(sheets)('%s names no colour and no size of its own', (name) => {
    const rules = readFileSync(join(root, name), 'utf8').replace(/@media[^{]+/g, '');
    expect(rules).not.toMatch(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\d(?:px|rem)\b(?<!0rem)/i);
  });

  test.each(sheets)('%s uses only tokens there are', (name) => {
    const used = readFileSync(join(root, name), 'utf8').matchAll(/var\((--nio-[\w-]+)/g);
    for (const [, token] of used) expect(known).toContain(token);
  });
});
