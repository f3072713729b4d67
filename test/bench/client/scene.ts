import type { Page } from 'playwright';
import type { Bundle } from './bundle.ts';
import { startCollector, type Collector } from './collector.ts';
import { startShop, type Shop, type ShopOptions } from './shop.ts';
import { createVisitor, type Visitor } from './visitor.ts';

/** One measurement's own collector, shop and browser. */
export interface Scene {
  readonly bundle: Bundle;
  readonly collector: Collector;
  readonly shop: Shop;
  readonly visitor: Visitor;
  /** Opens the shop's page. */
  readonly open: () => Promise<Page>;
}

export interface SceneOptions extends Pick<ShopOptions, 'page' | 'isolated'> {
  readonly bundle: Bundle;
  /** See CollectorOptions. */
  readonly delayMs?: number;
}

/** Runs a measurement in a scene of its own, and clears it away. */
export const inScene = async <T>(options: SceneOptions, measure: (scene: Scene) => Promise<T>): Promise<T> => {
  const { bundle, delayMs = 20 } = options;
  const collector = await startCollector({ named: bundle.sdk.packageName === undefined, delayMs });
  const shop = await startShop({ ...options, collector: collector.host });
  const visitor = await createVisitor();
  try {
    return await measure({ bundle, collector, shop, visitor, open: () => visitor.open(shop.url) });
  } finally {
    await visitor.close();
    await shop.close();
    await collector.close();
  }
};
