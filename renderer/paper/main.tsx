import '@fontsource-variable/figtree';
import '@mantine/core/styles.css';
import '../app/base.css';
import './paper.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Sheet } from '../../preload/contract/paper.ts';
import { queryClient } from '../app/client.ts';
import { allowCssOnly, styleNonce } from '../app/nonce.ts';
import { startLanguages } from '../i18n/index.ts';
import { Printed } from './Printed.tsx';
import { paper } from './paper.ts';

allowCssOnly();
startLanguages('en');

const root = document.getElementById('root');
const sheet = Sheet.safeParse(JSON.parse(new URLSearchParams(window.location.search).get('sheet') ?? 'null'));
if (root && sheet.success) {
  createRoot(root).render(
    <MantineProvider theme={paper} forceColorScheme="light" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <Printed sheet={sheet.data} />
      </QueryClientProvider>
    </MantineProvider>,
  );
} else window.close();
