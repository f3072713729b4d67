// The inline stub for Shopify, emitted by the build as dist/shopify-stub.js: keeps the theme's events until the script is
// there.
import { collectEvents } from './listen.ts';
import type { ThemeWindow } from './page.ts';

(window as unknown as ThemeWindow).cartlineEvents ??= collectEvents(document);
