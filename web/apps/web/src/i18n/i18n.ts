import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readSetting, writeSetting } from '../api/settings';
import type { en } from './en';
import { chooseLanguage, type Language } from './language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

const LOADERS: Record<Language, () => Promise<object>> = {
  en: async () => (await import('./en')).en,
  ru: async () => (await import('./ru')).ru,
};

/** Loads the texts of the person's language, and no other. */
export async function startI18n(): Promise<void> {
  const language = chooseLanguage(readSetting('language'), navigator.languages);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await LOADERS[language]() } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

/** Changes the language now and for the next visits. */
export async function setLanguage(language: Language): Promise<void> {
  i18next.addResourceBundle(language, 'translation', await LOADERS[language]());
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  writeSetting('language', language);
}
