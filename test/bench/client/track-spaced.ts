import type { Page } from 'playwright';
import type { BenchPage } from './shop.ts';

interface Task {
  readonly ids: readonly string[];
  readonly gapMs: number;
}

/** Runs in the page. */
const track = async ({ ids, gapMs }: Task): Promise<void> => {
  const { bench, product } = window as unknown as BenchPage;
  for (const id of ids) {
    bench.track('product_viewed', product(id));
    if (gapMs) await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
};

/** Tracks so many events in a page; 0 ms apart is all in one task. Returns our ids of them. */
export const trackSpaced = async (page: Page, name: string, count: number, gapMs: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, (_, i) => `${name}-${i}`);
  await page.evaluate(track, { ids, gapMs });
  return ids;
};
