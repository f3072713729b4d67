// dist/shopify-theme.js: follows a Shopify theme, beside cartline.js and in any order with it.
import type { ThemeWindow } from './page.ts';
import { startTheme } from './theme.ts';

const page = window as unknown as ThemeWindow & { cartlineTheme?: true };

// A script included twice follows the page once.
if (!page.cartlineTheme) {
  page.cartlineTheme = true;
  const gpc = (): boolean => (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
  const warn = (text: string): void => console.warn(text);
  startTheme(page, { document, location, gpc, warn }, { ...document.currentScript?.dataset });
}
