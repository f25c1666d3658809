import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chatEn } from './chat.en';
import { chatRu } from './chat.ru';
import { en } from './en';
import { duration, formatFor } from './format';
import { identityEn } from './identity.en';
import { identityRu } from './identity.ru';
import { chooseLanguage } from './language';
import { moneyEn } from './money.en';
import { moneyRu } from './money.ru';
import { peopleEn } from './people.en';
import { peopleRu } from './people.ru';
import { ru } from './ru';
import { studioEn } from './studio.en';
import { studioRu } from './studio.ru';

/** `a.b.c` → text, for every text. */
function flat(texts: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[prefix + key, value] as const]
        : [...flat(value as object, `${prefix}${key}.`)],
    ),
  );
}

const PLURAL = /_(one|few|many|other)$/;
const languages = {
  en: flat({ ...en, ...chatEn, ...identityEn, ...peopleEn, ...studioEn, ...moneyEn }),
  ru: flat({ ...ru, ...chatRu, ...identityRu, ...peopleRu, ...studioRu, ...moneyRu }),
};
const bases = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((key) => key.replace(PLURAL, '')))].sort();
const placeholders = (text: string) =>
  [...text.matchAll(/{{(\w+)}}|<(\w+)>/g)].map(([, name, tag]) => name ?? tag).sort();

test('the parts do not overwrite each other', () => {
  const keys = [en, chatEn, identityEn, peopleEn, studioEn, moneyEn].flatMap((part) =>
    Object.keys(part),
  );
  expect(new Set(keys).size).toBe(keys.length);
});

// They are loaded with nothing but the first part; the chat with its own besides.
test.each<[string, object]>([
  ['home', en],
  ['room', en],
  ['ui', en],
  ['chat', { ...en, ...chatEn }],
])('%s has all its texts when it is shown', (folder, texts) => {
  const first = Object.keys(texts);
  const root = join(import.meta.dirname, '..', folder);
  const sources = readdirSync(root).filter((name) => /(?<!\.test)\.tsx?$/.test(name));
  for (const name of sources) {
    const used = readFileSync(join(root, name), 'utf8').matchAll(/\bt\(\s*['"`](\w+)\./g);
    for (const [, part] of used) expect(first, name).toContain(part);
  }
});

// They are loaded with the first part and their own.
test.each(['gifts', 'wallet', 'admin'])(
  'the texts of %s are there with those of money',
  (folder) => {
    // The wallet and the books are pages about an account as well.
    const there = [en, moneyEn, ...(folder === 'gifts' ? [] : [identityEn])].flatMap((part) =>
      Object.keys(part),
    );
    const root = join(import.meta.dirname, '..', folder);
    for (const name of readdirSync(root).filter((it) => /(?<!\.test)\.tsx?$/.test(it))) {
      const used = readFileSync(join(root, name), 'utf8').matchAll(/\bt\(\s*['"`](\w+)\./g);
      for (const [, part] of used) expect(there, name).toContain(part);
    }
  },
);

test('both languages say the same things', () => {
  expect(bases(languages.ru)).toEqual(bases(languages.en));
});

test.each(['en', 'ru'] as const)('%s has all its plural forms', (language) => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const counted = [...languages[language].keys()].filter((key) => PLURAL.test(key));
  for (const base of new Set(counted.map((key) => key.replace(PLURAL, '')))) {
    for (const form of forms)
      expect(languages[language].has(`${base}_${form}`), `${base}_${form}`).toBe(true);
  }
});

test('translations fill in the same things', () => {
  for (const [key, text] of languages.ru) {
    const original = languages.en.get(key) ?? languages.en.get(key.replace(PLURAL, '_other'));
    expect([key, placeholders(text)]).toEqual([key, placeholders(original ?? '')]);
  }
});

test.each([
  [null, ['ru-RU', 'en'], 'ru'],
  [null, ['de-DE', 'en-GB'], 'en'],
  [null, ['fr'], 'en'],
  [null, [], 'en'],
  ['en', ['ru'], 'en'],
  ['xx', ['ru'], 'ru'],
])('remembered %s, wanted %j: %s', (remembered, wanted, language) => {
  expect(chooseLanguage(remembered, wanted)).toBe(language);
});

describe('formats', () => {
  const [english, russian] = [formatFor('en'), formatFor('ru')];
  const now = Date.parse('2026-01-01T12:00:00Z');

  test.each([
    [0, '0', '0'],
    [1284, '1,284', '1 284'],
    [12_840, '12.8K', '12,8 тыс.'],
    [3_400_000, '3.4M', '3,4 млн'],
  ])('%i people', (value, inEnglish, inRussian) => {
    expect(english.count(value)).toBe(inEnglish);
    expect(russian.count(value).replaceAll('\u00a0', ' ')).toBe(inRussian);
  });

  test.each([
    ['2026-01-01T11:59:30Z', 'now', 'сейчас'],
    ['2026-01-01T11:55:00Z', '5 minutes ago', '5 минут назад'],
    ['2026-01-01T09:00:00Z', '3 hours ago', '3 часа назад'],
    ['2025-12-31T10:00:00Z', 'yesterday', 'вчера'],
    ['2026-01-01T12:05:00Z', 'now', 'сейчас'],
  ])('%s', (at, inEnglish, inRussian) => {
    expect(english.ago(at, now)).toBe(inEnglish);
    expect(russian.ago(at, now)).toBe(inRussian);
  });

  test.each([
    [0, '0:00'],
    [65_000, '1:05'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('%i ms last %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test.each([
    [45, '45 seconds', '45 секунд'],
    [90, '90 seconds', '90 секунд'],
    [600, '10 minutes', '10 минут'],
    [3600, '1 hour', '1 час'],
    [86_400, '24 hours', '24 часа'],
    [604_800, '7 days', '7 дней'],
  ])('%i seconds are', (seconds, inEnglish, inRussian) => {
    expect(english.span(seconds)).toBe(inEnglish);
    expect(russian.span(seconds).replaceAll('\u00a0', ' ')).toBe(inRussian);
  });

  test('waiting is rounded up', () => {
    expect(english.wait(1200)).toBe('2 seconds');
    expect(russian.wait(120_000)).toBe('2 минуты');
  });
});
