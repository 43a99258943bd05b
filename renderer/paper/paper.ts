import { mergeThemeOverrides } from '@mantine/core';
import { themeFor } from '../app/theme.ts';

/** The app's look for A4: ink whatever the shop's colour (it must be clear without any), and little air between the parts. */
export const paper = mergeThemeOverrides(themeFor('ink'), {
  white: '#fff',
  black: '#000',
  spacing: { xs: '0.3rem', sm: '0.4rem', md: '0.5rem', lg: '0.8rem', xl: '1rem' },
  fontSizes: { xs: '0.85rem', sm: '0.9rem', md: '1rem', lg: '1.1rem', xl: '1.3rem' },
  lineHeights: { xs: '1.2', sm: '1.25', md: '1.3', lg: '1.3', xl: '1.3' },
});
