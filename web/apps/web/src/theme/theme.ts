/**
 * Every colour and size of the app. Mantine takes its theme from here; everything else uses the CSS variables
 * `--nio-…` that {@link cssVariables} makes of it.
 */
import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';

const violet: MantineColorsTuple = [
  '#F5F3FF',
  '#EDE9FE',
  '#DDD6FE',
  '#C4B5FD',
  '#A78BFA',
  '#8B5CF6',
  '#7C3AED',
  '#6D28D9',
  '#5B21B6',
  '#4C1D95',
];

/** Red 5 is the brand's live red; as a ground under white text the next one is needed for contrast. */
const red: MantineColorsTuple = [
  '#FEF2F2',
  '#FEE2E2',
  '#FECACA',
  '#FCA5A5',
  '#F87171',
  '#EF4444',
  '#DC2626',
  '#B91C1C',
  '#991B1B',
  '#7F1D1D',
];

const gray: MantineColorsTuple = [
  '#F8F8FB',
  '#EEEEF4',
  '#E3E3EC',
  '#D3D3DF',
  '#B4B4C4',
  '#8C8CA1',
  '#5C5C70',
  '#44445A',
  '#2A2A3B',
  '#14141F',
];

/** From text (0) to the ground (7–9), as Mantine reads it. */
const dark: MantineColorsTuple = [
  '#F1F1F7',
  '#D3D3DF',
  '#A3A3B8',
  '#6C6C84',
  '#37374A',
  '#2A2A3B',
  '#1E1E2C',
  '#0B0B12',
  '#0B0B12',
  '#07070C',
];

const pink = '#EC4899';
const mint = '#10B981';
const amber = '#F59E0B';
const lime = '#84CC16';

/** Two colours a category, for covers made without a picture. */
const covers = {
  gaming: ['#4F46E5', '#0891B2'],
  music: ['#7C3AED', '#DB2777'],
  talk: ['#C2410C', '#9D174D'],
  sports: ['#047857', '#1D4ED8'],
  education: ['#1D4ED8', '#6D28D9'],
  other: ['#475569', '#6D28D9'],
} as const;

/** Grounds for initials; white text is readable on each. */
const avatars = ['#6D28D9', '#BE185D', '#0F766E', '#1D4ED8', '#B45309', '#4D7C0F'] as const;

/** The same people's names written in the chat of the live room, which is always dark. */
const names = ['#C4B5FD', '#F9A8D4', '#5EEAD4', '#93C5FD', '#FCD34D', '#BEF264'] as const;

/** How many grounds for initials there are: `--nio-avatar-0` … */
export const AVATAR_COLORS = avatars.length;

const space = [4, 8, 12, 16, 20, 24, 32, 40, 48, 64, 96] as const;

const text = {
  xs: '0.75rem',
  sm: '0.875rem',
  md: '1rem',
  lg: '1.25rem',
  xl: '1.75rem',
} as const;

/** For `matchMedia`; style sheets repeat these two numbers because media queries cannot read variables. */
export const breakpoints = { tablet: '48em', desktop: '62em' } as const;

export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'violet',
  primaryShade: 6,
  colors: { violet, red, gray, dark },
  white: '#FFFFFF',
  black: '#14141F',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontSizes: { xs: text.xs, sm: text.sm, md: text.md, lg: text.lg, xl: text.xl },
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '700' },
  radius: { sm: '0.5rem', md: '0.75rem', xl: '62.5rem' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { radius: 'xl' },
      // The library's smaller sizes are less than a finger needs.
      vars: (_theme: unknown, { size }: { size?: string }) => ({
        root: size === 'lg' || size === 'xl' ? {} : { '--button-height': 'var(--nio-tap)' },
      }),
    },
    // The library's own field is two pixels short of what a finger needs.
    CloseButton: {
      vars: () => ({
        root: { '--cb-size': 'var(--nio-tap)', '--cb-icon-size': 'var(--nio-icon)' },
      }),
    },
    // Of what the library brings for lists of choices, the arrow is all that is used here.
    ComboboxChevron: {
      styles: {
        chevron: {
          width: 'var(--nio-icon-small)',
          height: 'var(--nio-icon-small)',
          color: 'var(--nio-dim)',
        },
      },
    },
    Input: { vars: () => ({ wrapper: { '--input-height': 'var(--nio-tap)' } }) },
    Modal: {
      defaultProps: { radius: 'md', centered: true },
      styles: { title: { fontWeight: 700, lineHeight: 1.3, overflowWrap: 'anywhere' } },
    },
  },
});

function indexed(prefix: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${prefix}${index}`, value]));
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    ...Object.fromEntries(space.map((px) => [`--nio-s${px}`, `${px / 16}rem`])),
    ...Object.fromEntries(Object.entries(text).map(([name, size]) => [`--nio-text-${name}`, size])),
    ...Object.fromEntries(
      Object.entries(covers).flatMap(([name, [from, to]]) => [
        [`--nio-cover-${name}-from`, from],
        [`--nio-cover-${name}-to`, to],
      ]),
    ),
    ...indexed('--nio-avatar-', avatars),
    ...indexed('--nio-name-', names),
    '--nio-hairline': '1px',
    '--nio-focus-width': '2px',
    '--nio-radius': '0.75rem',
    '--nio-radius-input': '0.5rem',
    '--nio-radius-full': '62.5rem',
    '--nio-radius-mark': '28%',
    '--nio-tap': '2.75rem',
    '--nio-icon': '1.375rem',
    '--nio-icon-small': '1.125rem',
    '--nio-icon-large': '2.5rem',
    '--nio-dot': '0.5rem',
    '--nio-rail': '5rem',
    '--nio-bottom-bar': '4rem',
    '--nio-chat-column': '22.5rem',
    '--nio-page': '80rem',
    '--nio-text-column': '42rem',
    '--nio-form': '26rem',
    '--nio-card-min': '15rem',
    '--nio-menu': '14rem',
    '--nio-banner': '3.75rem',
    '--nio-qr': '15rem',
    '--nio-viewfinder': '20rem',
    '--nio-figure': '4rem',
    '--nio-avatar-sm': '1.75rem',
    '--nio-avatar-md': '2.25rem',
    '--nio-avatar-lg': '3rem',
    '--nio-avatar-xl': '6rem',
    '--nio-blur': '1.5rem',
    '--nio-blur-small': '0.75rem',
    '--nio-fast': '120ms',
    '--nio-panel': '220ms',
    '--nio-pulse': '1.6s',
    '--nio-brand': violet[6],
    '--nio-brand-hover': violet[7],
    '--nio-gradient': `linear-gradient(100deg, ${violet[6]}, ${pink})`,
    '--nio-live': red[5],
    '--nio-live-fill': red[6],
    '--nio-online': mint,
    '--nio-warn': amber,
    '--nio-coin': amber,
    '--nio-bean': lime,
    '--nio-gift': '3.5rem',
    '--nio-art': '1.125em',
    '--nio-art-lift': '-0.2em',
    '--nio-sheet': '30rem',
    '--nio-white': '#FFFFFF',
    '--nio-on-video': '#FFFFFF',
    '--nio-on-video-dim': '#D3D3DF',
    '--nio-video-ground': '#0B0B12',
    '--nio-glass': 'rgb(11 11 18 / 55%)',
    '--nio-glass-strong': 'rgb(11 11 18 / 78%)',
    '--nio-glass-line': 'rgb(255 255 255 / 14%)',
    '--nio-glass-hover': 'rgb(255 255 255 / 12%)',
    '--nio-scrim-top': 'linear-gradient(rgb(11 11 18 / 70%), transparent)',
    '--nio-scrim-bottom': 'linear-gradient(transparent, rgb(11 11 18 / 85%))',
    '--nio-cover-letter': 'rgb(255 255 255 / 22%)',
    '--nio-chat-mask': 'linear-gradient(transparent, black 28%)',
  },
  light: {
    '--mantine-color-body': '#FFFFFF',
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': red[7],
    '--nio-bg': '#FFFFFF',
    '--nio-surface': '#F8F8FB',
    '--nio-raised': '#EEEEF4',
    '--nio-line': '#E3E3EC',
    '--nio-control-line': '#8C8CA1',
    '--nio-text': '#14141F',
    '--nio-dim': gray[6],
    '--nio-brand-text': violet[7],
    '--nio-brand-ground': violet[1],
    '--nio-danger-text': red[7],
    '--nio-warn-text': '#92400E',
    '--nio-warn-ground': '#FEF3C7',
    '--nio-ok-text': '#047857',
    '--nio-coin-text': '#92400E',
    '--nio-bean-text': '#3F6212',
    '--nio-shadow': '0 6px 24px rgb(20 20 31 / 12%)',
  },
  dark: {
    '--mantine-color-body': '#0B0B12',
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': red[4],
    '--nio-bg': '#0B0B12',
    '--nio-surface': '#14141F',
    '--nio-raised': '#1E1E2C',
    '--nio-line': '#2A2A3B',
    '--nio-control-line': '#6C6C84',
    '--nio-text': '#F1F1F7',
    '--nio-dim': dark[2],
    '--nio-brand-text': violet[4],
    '--nio-brand-ground': '#2A1F4A',
    '--nio-danger-text': red[4],
    '--nio-warn-text': '#FCD34D',
    '--nio-warn-ground': '#3A2A0B',
    '--nio-ok-text': '#34D399',
    '--nio-coin-text': '#FCD34D',
    '--nio-bean-text': '#BEF264',
    '--nio-shadow': '0 6px 24px rgb(0 0 0 / 45%)',
  },
});
