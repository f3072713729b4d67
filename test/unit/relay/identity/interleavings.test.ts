import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewMessage, RelayStore } from '../../../../src/relay/store/store.ts';
import { deliverAll, feedAll } from '../store/contract/asking.ts';
import { batchOf, identify, track } from '../store/new-message.ts';
import { openSqlite } from '../store/sqlite-files.ts';

/** What one visitor does: a word of who they are, or an event. */
type Step = { readonly visitor: string; readonly email?: string };

const visitors = ['v1', 'v2', 'v3'];
const emails = ['a@x.co', 'B@x.co ', 'c@x.co'];
const step: fc.Arbitrary<Step> = fc.record(
  { visitor: fc.constantFrom(...visitors), email: fc.constantFrom(...emails) },
  { requiredKeys: ['visitor'] },
);

const messageOf = ({ visitor, email }: Step, at: number): NewMessage =>
  email === undefined ? track(at, visitor, `event_${at}`) : identify(at, visitor, { email });

/** The plain reading of the rule: the last email that the visitor gave by then, else the first one given at all. */
const expectedOwner = (steps: readonly Step[], at: number): string | undefined => {
  const own = steps.map((entry, time) => ({ ...entry, time })).filter(({ visitor }) => visitor === steps[at]?.visitor);
  const named = own.filter(({ email }) => email !== undefined);
  const owner = named.findLast(({ time }) => time <= at) ?? named[0];
  return owner?.email?.trim().toLowerCase();
};

const ownersOf = async (store: RelayStore): Promise<Map<string, string | undefined>> =>
  new Map((await feedAll(store)).map(({ messageId, person }) => [messageId, person?.email]));

describe('whose a message is', () => {
  it('is the same however the visitors take turns and however late their events come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 14 }),
        fc.array(fc.nat({ max: 1_000 }), { minLength: 14, maxLength: 14 }),
        async (steps, delays) => {
          const store = await openSqlite(':memory:');
          const messages = steps.map(messageOf);
          // identifies arrive in order, as lanes of one browser do; events arrive whenever
          const arrival = messages
            .map((message, at) => ({
              message,
              at,
              when: steps[at]?.email === undefined ? at + (delays[at] ?? 0) / 100 : at,
            }))
            .sort((a, b) => a.when - b.when);
          for (const { message } of arrival) await store.append(batchOf(message));
          const owners = await ownersOf(store);
          messages.forEach(({ messageId }, at) => expect(owners.get(messageId)).toBe(expectedOwner(steps, at)));
          const delivered = Object.entries(await deliverAll(store)).flatMap(([email, events]) =>
            events.map((event) => [event, email]),
          );
          const events = delivered.filter(([event]) => event?.startsWith('event_'));
          const expected = steps.flatMap(({ email }, at) => {
            const owner = expectedOwner(steps, at);
            return email === undefined && owner !== undefined ? [[`event_${at}`, owner]] : [];
          });
          expect(events.sort()).toEqual(expected.sort());
          await store.close();
        },
      ),
      { numRuns: 40 },
    );
  });
});
