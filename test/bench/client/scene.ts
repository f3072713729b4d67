import type { Page } from 'playwright';
import type { Bundle } from './bundle.ts';
import { startCollector, type Collector } from './collector.ts';
import { startShop, type Shop, type ShopOptions } from './shop.ts';
import { createVisitor, type Visitor } from './visitor.ts';

/** A collector and a shop of one SDK's own. */
export interface Ground {
  readonly bundle: Bundle;
  readonly collector: Collector;
  readonly shop: Shop;
  readonly close: () => Promise<void>;
}

/** The same with a browser of its own. */
export interface Scene extends Omit<Ground, 'close'> {
  readonly visitor: Visitor;
  /** Opens the shop's page. */
  readonly open: () => Promise<Page>;
}

export interface GroundOptions extends Pick<ShopOptions, 'page' | 'isolated'> {
  readonly bundle: Bundle;
  /** See CollectorOptions. */
  readonly delayMs?: number;
}

export const layGround = async (options: GroundOptions): Promise<Ground> => {
  const { bundle, delayMs = 20 } = options;
  const collector = await startCollector({ named: bundle.sdk.packageName === undefined, delayMs });
  const shop = await startShop({ ...options, collector: collector.host });
  const close = async (): Promise<void> => {
    await shop.close();
    await collector.close();
  };
  return { bundle, collector, shop, close };
};

/** Runs a measurement in a scene of its own, and clears it away. */
export const inScene = async <T>(options: GroundOptions, measure: (scene: Scene) => Promise<T>): Promise<T> => {
  const { close, ...ground } = await layGround(options);
  const visitor = await createVisitor();
  try {
    return await measure({ ...ground, visitor, open: () => visitor.open(ground.shop.url) });
  } finally {
    await visitor.close();
    await close();
  }
};
