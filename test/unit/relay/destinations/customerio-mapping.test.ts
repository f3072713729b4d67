import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextBatch } from '../../../../src/relay/destinations/sending/batches.ts';
import { bytesOf, cutToBytes } from '../../../../src/relay/destinations/sending/bytes.ts';
import { eventId } from '../../../../src/relay/destinations/sending/event-id.ts';
import { eventExamples } from '../../../../src/relay/destinations/customerio-track/event-examples.ts';
import { identifiersOf, keysOf } from '../../../../src/relay/destinations/customerio-track/identifiers.ts';
import { limits } from '../../../../src/relay/destinations/customerio-track/limits.ts';
import { mapEvent } from '../../../../src/relay/destinations/customerio-track/map-event.ts';
import { mapPerson } from '../../../../src/relay/destinations/customerio-track/map-person.ts';
import { retryAfterMs } from '../../../../src/relay/destinations/sending/retry-after.ts';
import { personExamples } from '../../../../src/relay/destinations/customerio-track/person-examples.ts';
import type { Person } from '../../../../src/relay/store/store.ts';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const person = (keys: Partial<Person>): Person => ({ id: 'p', attributes: {}, version: 1, changedAt: 0, ...keys });

describe('the mapping of persons', () => {
  it.each(personExamples)('$title', ({ in: { person: input, identifiers }, out }) => {
    expect(mapPerson(input, identifiers)).toEqual(out);
  });

  it('keeps an item within 32,000 bytes and 300 attributes, the keys first', () => {
    const attributes = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`trait_${index}`, 'x'.repeat(900)]),
    );
    const mapped = mapPerson(person({ email: 'a@x.co', userId: 'u1', attributes }), { email: 'a@x.co' });
    expect(bytesOf(JSON.stringify(mapped))).toBeLessThanOrEqual(limits.itemBytes);
    expect(Object.keys(mapped.attributes)).toContain('id');
    const small = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`t${index}`, 1]));
    expect(Object.keys(mapPerson(person({ attributes: small }), { email: 'a@x.co' }).attributes)).toHaveLength(300);
  });
});

describe('the mapping of events', () => {
  it.each(eventExamples)('$title', ({ in: { stored, identifiers, id }, out }) => {
    expect(mapEvent(stored, identifiers, id)).toEqual(out);
  });
});

describe('how a person is addressed', () => {
  it('is by email until Customer.io has accepted the id, then by id', () => {
    const jane = person({ email: 'a@x.co', userId: 'u1' });
    expect(identifiersOf(jane, {})).toEqual({ email: 'a@x.co' });
    expect(identifiersOf(jane, { email: 'a@x.co' })).toEqual({ email: 'a@x.co' });
    expect(identifiersOf(jane, keysOf(jane))).toEqual({ id: 'u1' });
  });

  it('is by phone when that is all there is, and while Customer.io knows nothing else', () => {
    expect(identifiersOf(person({ phone: '+4915112345678' }), {})).toEqual({ phone: '+4915112345678' });
    const joined = person({ phone: '+4915112345678', email: 'a@x.co' });
    expect(identifiersOf(joined, { phone: '+4915112345678' })).toEqual({ phone: '+4915112345678' });
  });

  it('is by id when there is no email, and impossible without any key', () => {
    expect(identifiersOf(person({ userId: 'u1' }), {})).toEqual({ id: 'u1' });
    expect(identifiersOf(person({}), {})).toBeUndefined();
  });
});

describe('the id of an event', () => {
  it('is the ULID itself where there is one', async () => {
    expect(await eventId('01jdabcdefghjkmnpqrstvwxyz')).toBe('01JDABCDEFGHJKMNPQRSTVWXYZ');
  });

  it('is a ULID of its own, always the same, for any other key', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (one, other) => {
        const [first, again, second] = await Promise.all([eventId(one), eventId(one), eventId(other)]);
        expect(first).toMatch(ULID);
        expect(again).toBe(first);
        expect(second === first).toBe(one === other);
      }),
      { numRuns: 50 },
    );
    expect(await eventId('order_completed:1001')).toBe(await eventId('order_completed:1001'));
  });
});

describe('the sizes', () => {
  it('cuts texts at a character, within the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, bytes) => {
        const cut = cutToBytes(text, bytes);
        expect(bytesOf(cut)).toBeLessThanOrEqual(bytes);
        expect(text.startsWith(cut)).toBe(true);
        expect(encodeURIComponent(cut)).toBeTypeOf('string'); // throws on half a character
      }),
      { numRuns: 100 },
    );
  });

  it('cuts batches within their size and number, keeping every item and the order, and mixes no keys', () => {
    const keyOf = (item: unknown): string => String(item).slice(0, 1);
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 })), (items) => {
        const batches: unknown[][] = [];
        for (let at = 0; at < items.length;) {
          const count = nextBatch(items.slice(at), { bytes: 220, items: 5, keyOf });
          batches.push(items.slice(at, at + count));
          at += count;
        }
        expect(batches.flat()).toEqual(items);
        batches.forEach((batch) => {
          expect(new Set(batch.map(keyOf)).size).toBe(1);
          expect(batch.length).toBeLessThanOrEqual(5);
          if (batch.length > 1) expect(bytesOf(JSON.stringify({ batch }))).toBeLessThanOrEqual(220);
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 22, 10);
  it.each([
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
    ['7', 7_000],
    ['-1', 0],
    ['999999', 3_600_000],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
  ])('%s means %s ms', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
