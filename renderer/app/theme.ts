import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Accents a shop can choose. Shade 8 under white text keeps 4.5:1 or more; the theme test checks each. */
export const accents = ['terracotta', 'moss', 'ocean', 'plum', 'ink', 'mustard'] as const;
export type Accent = (typeof accents)[number];
export const isAccent = (name: string): name is Accent => accents.some((accent) => accent === name);

const colors: Record<Accent | 'red' | 'gray' | 'dark', MantineColorsTuple> = {
  terracotta: [
    '#fdf3ee',
    '#f8e3d8',
    '#f0c5b0',
    '#e7a485',
    '#de8660',
    '#d66f44',
    '#c95f34',
    '#b0502a',
    '#984423',
    '#7d361b',
  ],
  moss: ['#f3f7ef', '#e4edda', '#c8dab4', '#aac68b', '#8fb368', '#7ba352', '#688e42', '#587a37', '#47652b', '#375021'],
  ocean: ['#eef6f8', '#d9eaef', '#b0d4df', '#84bccd', '#5fa7bd', '#4797af', '#35839b', '#2a7086', '#1f5d70', '#164a5a'],
  plum: ['#f9f1f6', '#eeddea', '#dbb9d2', '#c793b9', '#b572a4', '#a65b94', '#914a80', '#7d3e6e', '#69325c', '#552749'],
  ink: ['#f1f3f6', '#e0e4ea', '#bfc8d4', '#9ba8ba', '#7b8ca3', '#657891', '#54667e', '#46566b', '#374558', '#293545'],
  mustard: [
    '#fdf6e3',
    '#f8e9c0',
    '#efd285',
    '#e4b94c',
    '#d8a32a',
    '#c08d1c',
    '#a47715',
    '#8a6311',
    '#73520d',
    '#5b4009',
  ],
  // For what cannot be taken back; Mantine's own shade 8 is 4.4:1 under our white.
  red: ['#fff1ef', '#fcdcd8', '#f6b5ae', '#ef8a80', '#e96559', '#e54c3f', '#d63a2d', '#c32f24', '#b3261e', '#951d17'],
  // Warm greys: paper and ink, not dashboard blue.
  gray: ['#faf7f2', '#f4efe7', '#e9e2d6', '#dcd3c4', '#c7bcab', '#a89c8a', '#7f7566', '#625a4e', '#453f37', '#2b2722'],
  dark: ['#efe9df', '#d6cfc3', '#b3aa9c', '#8d8477', '#5f574d', '#484139', '#38322b', '#2a2520', '#211d19', '#191613'],
};

/** The list itself scrolls (a list of a combobox may, a box around it may not: axe), inside the page's landmarks. */
const openList = {
  defaultProps: { size: 'md', withScrollArea: false, comboboxProps: { withinPortal: false } },
  styles: {
    options: { maxHeight: '17rem', overflowY: 'auto' },
    option: { minHeight: '2.75rem' },
  },
} as const;

/** Mantine's theme: calm, warm, large. `accent` is the shop's choice. */
export function themeFor(accent: string) {
  return createTheme({
    colors,
    primaryColor: isAccent(accent) ? accent : 'terracotta',
    // Mantine's shade 6 fails WCAG AA under white text; 8 passes in both schemes.
    primaryShade: { light: 8, dark: 8 },
    white: '#fffdf9',
    black: '#2b2722',
    fontFamily: "'Figtree Variable', system-ui, sans-serif",
    headings: { fontFamily: "'Figtree Variable', system-ui, sans-serif", fontWeight: '650' },
    defaultRadius: 'md',
    cursorType: 'pointer',
    respectReducedMotion: true,
    fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
    components: {
      // Targets of 44 px and more (F-72).
      Button: { defaultProps: { size: 'md' }, styles: { root: { minHeight: '2.75rem' } } },
      ActionIcon: { defaultProps: { size: '2.75rem', variant: 'subtle' } },
      CloseButton: { defaultProps: { size: '2.75rem', iconSize: '1.25rem' } },
      Input: { styles: { input: { minHeight: '2.75rem' } } },
      TextInput: { defaultProps: { size: 'md' } },
      Textarea: { defaultProps: { size: 'md' } },
      // The arrows are too small for a finger; the arrow keys still count up and down.
      NumberInput: { defaultProps: { size: 'md', hideControls: true } },
      Select: openList,
      MultiSelect: openList,
      TagsInput: openList,
      SegmentedControl: {
        defaultProps: { size: 'md' },
        styles: { label: { minHeight: '2.5rem', alignContent: 'center' } },
      },
      Modal: {
        // A dialog's heading is not the page's banner.
        defaultProps: { centered: true, radius: 'lg', attributes: { header: { role: 'presentation' } } },
        styles: {
          header: { backgroundColor: 'var(--regulars-paper)' },
          title: { fontSize: '1.25rem', fontWeight: 650 },
        },
      },
      Menu: {
        defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false },
        styles: { item: { minHeight: '2.75rem' } },
      },
      Paper: { styles: { root: { backgroundColor: 'var(--regulars-paper)', borderColor: 'var(--regulars-line)' } } },
      SpotlightAction: { styles: { action: { minHeight: '2.75rem' } } },
      Notification: { defaultProps: { radius: 'md' } },
    },
  });
}

/** Paper behind, ink on it; dimmed text that still passes 4.5:1. */
export const paperVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbf8f3',
    '--mantine-color-dimmed': '#6b6256',
    '--mantine-color-placeholder': '#766c5f',
    '--mantine-color-error': '#b3261e',
    '--regulars-paper': '#fffdf9',
    '--regulars-line': '#e6ddcf',
    '--regulars-rail': '#f4ede2',
  },
  dark: {
    '--mantine-color-body': '#1b1815',
    '--mantine-color-dimmed': '#b3aa9c',
    '--mantine-color-placeholder': '#aea598',
    '--mantine-color-error': '#ff9e94',
    '--regulars-paper': '#26211c',
    '--regulars-line': '#40382f',
    '--regulars-rail': '#221d19',
  },
});
