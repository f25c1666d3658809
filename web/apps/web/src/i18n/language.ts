/** Languages of the app, in the order offered. */
export const LANGUAGES = ['en', 'ru'] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** Names of the languages in themselves. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ru: 'Русский' };

/** The one to use: what was chosen before, else the first the browser wants and we have, else English. */
export function chooseLanguage(remembered: string | null, wanted: readonly string[]): Language {
  for (const tag of [remembered ?? '', ...wanted]) {
    const base = tag.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((language) => language === base);
    if (found) return found;
  }
  return 'en';
}
