import type { Cartline } from './index.ts';
import { followForms, type PopupOptions } from './storefronts/popups/follow-popups.ts';

/**
 * Calls `identify` when a visitor leaves an address or a number in a popup: in forms with `data-cartline-identify`, in
 * those of the vendors that are named, and in iframes of the origins that are named. Call it once on a page.
 *
 * @example
 * followPopups(cartline, { vendors: ['klaviyo'], origins: ['https://widget.example'] });
 */
export const followPopups = (client: Pick<Cartline, 'track' | 'identify' | 'cart'>, options: PopupOptions = {}): void =>
  followForms(client, options);

export type { PopupOptions, PopupVendor } from './storefronts/popups/follow-popups.ts';
