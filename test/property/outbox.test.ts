import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lives, type Model } from './outbox/commands.ts';
import { checkInvariants, recover } from './outbox/invariants.ts';
import { createShop, open } from './outbox/shop.ts';
import { runsOf, seeds } from './runs.ts';

const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

const life = fc.asyncProperty(
  lives,
  fc.constantFrom(0, 3, 60),
  fc.noShrink(fc.integer()),
  async (commands, latencyMs, seed) => {
    const shop = createShop(seed, latencyMs);
    const model: Model = { tabs: ['running', 'gone', 'gone'] };
    open(shop, 0);
    await fc.asyncModelRun(() => ({ model, real: shop }), commands);
    await recover(shop);
    checkInvariants(shop);
    expect(unhandled).toEqual([]);
  },
);

describe('whatever befalls tabs, browser, storage, clock, network and relay', () => {
  it.each(seeds)('no message is lost, doubled, reordered or left behind (%s seed %i)', async (_, seed) => {
    await fc.assert(life, { numRuns: runsOf(300) / 2, seed });
  });
});
