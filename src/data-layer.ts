import type { Cartline } from './index.ts';
import type { DataLayerOptions } from './storefronts/data-layer/create-speaker.ts';
import { followLayer, type DataLayer } from './storefronts/data-layer/follow-data-layer.ts';

/**
 * Follows the shop's data layer (GA4, gtag, Universal Analytics, Elevar): what stands there already, and what is pushed
 * from now on. A `purchase` is an order only with `orders: 'browser'`. Called twice on one page, it follows once.
 *
 * @example
 * const layer = followDataLayer(cartline);
 * console.table(layer.report()); // what the pushes lacked, by event
 */
export const followDataLayer = (
  client: Pick<Cartline, 'track' | 'identify' | 'cart'>,
  options: DataLayerOptions = {},
): DataLayer => followLayer(client, options);

export type { Completeness, EventCompleteness } from './storefronts/data-layer/completeness.ts';
export type { DataLayerOptions } from './storefronts/data-layer/create-speaker.ts';
export type { DataLayer } from './storefronts/data-layer/follow-data-layer.ts';
