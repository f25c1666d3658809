import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Numbers and times as people of one language write them. */
export interface Format {
  /** 1284 → `1,284`; 12800 → `12.8K`. */
  readonly count: (value: number) => string;
  /** `5 minutes ago`, the largest unit that fits. */
  readonly ago: (iso: string, nowMs: number) => string;
  /** Date and time in full, for hovering. */
  readonly exact: (iso: string) => string;
  /** The day in full. */
  readonly day: (iso: string) => string;
  /** Hours and minutes of the day. */
  readonly clock: (iso: string) => string;
  /** One digit after the comma at most. */
  readonly decimal: (value: number) => string;
  /** 0.034 → `3.4%`. */
  readonly percent: (ratio: number) => string;
  /** `45 seconds`, `10 minutes`, `24 hours`: a length of time in its largest whole unit. */
  readonly span: (seconds: number) => string;
  /** `45 seconds`, `2 minutes`: how long to wait, rounded up. */
  readonly wait: (ms: number) => string;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];

/** Less than a minute is "now": nobody counts seconds. */
const NOW: (typeof UNITS)[number] = ['second', Infinity];

/** Formats for a language tag. */
export function formatFor(language: string): Format {
  const plain = new Intl.NumberFormat(language);
  const compact = new Intl.NumberFormat(language, {
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const unit = (name: string, value: number): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(
      value,
    );
  return {
    count: (value) => (value < 10_000 ? plain : compact).format(value),
    ago: (iso, nowMs) => {
      const seconds = Math.max(0, (nowMs - Date.parse(iso)) / 1000);
      const [name, size] = UNITS.find(([, length]) => seconds >= length) ?? NOW;
      return relative.format(-Math.floor(seconds / size), name);
    },
    exact: (iso) => exact.format(new Date(iso)),
    day: (iso) => day.format(new Date(iso)),
    clock: (iso) => clock.format(new Date(iso)),
    decimal: (value) => decimal.format(value),
    percent: (ratio) => percent.format(ratio),
    span: (seconds) => {
      const [name, size] = UNITS.slice(2).find(([, length]) => seconds % length === 0) ?? NOW;
      return seconds === 24 * 3600
        ? unit('hour', 24)
        : unit(name, size === Infinity ? seconds : seconds / size);
    },
    wait: (ms) =>
      ms <= 90_000
        ? unit('second', Math.max(1, Math.ceil(ms / 1000)))
        : unit('minute', Math.ceil(ms / 60_000)),
  };
}

/** `1:02:03`, `2:03`: the same in every language. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Formats for the language of the app. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatFor(i18n.language), [i18n.language]);
}
