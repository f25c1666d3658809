import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readSetting, writeSetting } from '../api/settings';
import type { chatEn } from './chat.en';
import type { en } from './en';
import type { identityEn } from './identity.en';
import { chooseLanguage, type Language } from './language';
import type { moneyEn } from './money.en';
import type { peopleEn } from './people.en';
import type { studioEn } from './studio.en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: {
      translation: typeof en &
        typeof chatEn &
        typeof identityEn &
        typeof peopleEn &
        typeof studioEn &
        typeof moneyEn;
    };
  }
}

/**
 * The texts come in parts with top-level keys of their own. `app` is there from the start; a viewer of a live room does
 * not wait for the rest.
 */
type Part = 'app' | 'chat' | 'identity' | 'people' | 'studio' | 'money';

const LOADERS: Record<Part, Record<Language, () => Promise<object>>> = {
  app: {
    en: async () => (await import('./en')).en,
    ru: async () => (await import('./ru')).ru,
  },
  chat: {
    en: async () => (await import('./chat.en')).chatEn,
    ru: async () => (await import('./chat.ru')).chatRu,
  },
  identity: {
    en: async () => (await import('./identity.en')).identityEn,
    ru: async () => (await import('./identity.ru')).identityRu,
  },
  people: {
    en: async () => (await import('./people.en')).peopleEn,
    ru: async () => (await import('./people.ru')).peopleRu,
  },
  studio: {
    en: async () => (await import('./studio.en')).studioEn,
    ru: async () => (await import('./studio.ru')).studioRu,
  },
  money: {
    en: async () => (await import('./money.en')).moneyEn,
    ru: async () => (await import('./money.ru')).moneyRu,
  },
};

/** Parts that are in use, and come along when the language changes. */
const parts = new Set<Part>(['app']);
let started: Promise<void> | null = null;

/** Loads the texts of the person's language, and no other. May be called by everybody who needs them. */
export function startI18n(): Promise<void> {
  return (started ??= start());
}

async function start(): Promise<void> {
  const language = chooseLanguage(readSetting('language'), navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await LOADERS.app[language]() } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

/** The code of a page, once the texts it needs besides the first ones are there too. */
export async function withTexts<T>(part: Part, code: Promise<T>): Promise<T> {
  const [page] = await Promise.all([code, addPart(part)]);
  return page;
}

async function addPart(part: Part): Promise<void> {
  await startI18n();
  if (parts.has(part)) return;
  let language: string;
  do {
    language = i18next.language;
    await addTexts(language as Language, part);
    // Somebody may have changed the language on the way.
  } while (language !== i18next.language);
  parts.add(part);
}

async function addTexts(language: Language, part: Part): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await LOADERS[part][language](), true, true);
}

/** Changes the language now and for the next visits. */
export async function setLanguage(language: Language): Promise<void> {
  await Promise.all([...parts].map((part) => addTexts(language, part)));
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  writeSetting('language', language);
}
