import { setNonce } from 'get-nonce';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

// react-remove-scroll inside Mantine's modals takes its nonce from here.
if (nonce) setNonce(nonce);

/** The nonce of this page's CSP, for the style elements that Mantine writes. */
export function styleNonce(): string {
  return nonce;
}

/** The part of the Trusted Types API used here; TypeScript's DOM library does not know it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string }): unknown;
}

/**
 * The CSP asks for trusted types. Mantine writes CSS variables through innerHTML of a style element: text without a tag
 * may pass, anything that could become an element is refused.
 */
export function allowCssOnly(): void {
  const { trustedTypes } = window as Window & { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createHTML: (text) => {
      if (text.includes('<')) throw new TypeError('Only text may be written here');
      return text;
    },
  });
}
