import { describe, expect, it } from 'vitest';
import { createUlids, ulidTime } from '../../../../src/client/core/ulid.ts';
import { acceptAll, createFakeBrowser, openTab } from '../../../support/fake-browser.ts';
import { idsOf } from './sent.ts';

const makerAt = (now: () => number, values = new Map<string, string>()): ReturnType<typeof createUlids> =>
  createUlids({
    now,
    newUuid: () => '0192ce58-ab7f-4d1c-9abc-def012345678',
    get: (key: string) => values.get(key) ?? null,
    set: (key: string, value: string) => void values.set(key, value),
  } as Parameters<typeof createUlids>[0]); // the parts of a world that ids need

describe('a ULID', () => {
  it('writes its time in Crockford’s base 32', () => {
    expect(ulidTime(0)).toBe('0000000000');
    expect(ulidTime(31)).toBe('000000000Z');
    expect(ulidTime(1_469_918_176_385)).toBe('01ARYZ6S41'); // the example of the ULID specification
  });

  it('has ten characters of time and sixteen of chance', () => {
    const { next } = makerAt(() => 1_469_918_176_385);
    expect(next()).toBe('01ARYZ6S419ABCDEF012345678');
  });

  it('is larger than the one before within one millisecond', () => {
    const { next } = makerAt(() => 1_000);
    const ids = [next(), next(), next()];
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('is larger than the one before when the clock was set back', () => {
    let now = 1_000_000;
    const { next } = makerAt(() => now);
    const before = next();
    now = 5;
    expect(next() > before).toBe(true);
  });

  it('goes on from the last one of an earlier page when the clock was set back', () => {
    const values = new Map<string, string>();
    const first = makerAt(() => 1_000_000, values);
    const before = first.next();
    first.save();
    expect(makerAt(() => 5, values).next() > before).toBe(true);
  });

  it('keeps the order of what one page tracked and the next page did, whatever the clock says', async () => {
    const browser = createFakeBrowser();
    const first = openTab(browser, acceptAll);
    await first.client.flush();
    first.client.page();
    first.client.page();
    first.close();
    browser.clock.set(browser.clock.now() - 60_000);
    const next = openTab(browser, acceptAll);
    next.client.page();
    await browser.clock.advance(1_000);
    const ids = [...new Set([...idsOf(first), ...idsOf(next)])];
    expect(ids).toHaveLength(3);
    expect(ids).toEqual([...ids].sort());
  });
});
