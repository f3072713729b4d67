import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJourney, type Step } from './identity/journey.ts';
import { runsOf, seeds } from './runs.ts';

const visitor = fc.constantFrom('phone', 'desktop');
const email = fc.constantFrom('a@x.co', 'b@x.co');
const cart = fc.constantFrom('c1', 'c2');
const order = fc.constantFrom('1001', '1002', '1003');

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('view' as const), visitor }),
  fc.record({ kind: fc.constant('add' as const), visitor, cart }),
  fc.record({ kind: fc.constant('identify' as const), visitor, email }),
  fc.record({
    kind: fc.constant('order' as const),
    order,
    cart,
    email,
    by: fc.constantFrom('server', 'page'),
    visitor,
  }),
  fc.record({ kind: fc.constant('repeat' as const), which: fc.nat({ max: 50 }) }),
  fc.record({ kind: fc.constant('deliver' as const), isAnswerLost: fc.boolean() }),
);
/** How late each message comes, in steps. */
const lateness = fc.array(fc.constantFrom(0, 0, 0, 2, 5), { minLength: 30, maxLength: 30 });

describe('two devices, two addresses, orders, retries and lost answers', () => {
  it.each(seeds)(
    'end with every message delivered once or visibly not, to somebody who was there (%s seed)',
    async (_, seed) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), lateness, async (steps, late) => {
          const journey = await createJourney();
          await journey.perform(steps, late);
          const end = await journey.end();
          expect(end.undecided).toEqual([]);
          expect(end.lost).toEqual([]);
          expect(end.doubled).toEqual([]);
          expect(end.strangers).toEqual([]);
          expect(end.outOfOrder).toEqual([]);
          expect(end.ghostCarts).toEqual([]);
          expect(end.anonymousPersons).toEqual([]);
          expect(end.ordersCounted).toBe(end.ordersDelivered);
          await journey.close();
        }),
        { numRuns: runsOf(100) / 2, seed },
      );
    },
  );
});
