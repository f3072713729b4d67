import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../src/schema.ts';
import { added, identify, openShop, track, viewed, type Shop } from './shop.ts';

const merge = async (shop: Shop, userId: string, previousId: string): Promise<Answer> =>
  (await (
    await shop.post('server', { messageId: `m-${userId}-${previousId}`, userId, previousId }, { path: '/v1/merge' })
  ).json()) as Answer;

/** Items and v1 requests by which profiles are merged. */
const merges = ({ double }: Shop): unknown[] =>
  double.requests().flatMap(({ path, body }) => {
    if (path === '/api/v1/merge_customers') return [body];
    const { batch = [] } = (body ?? {}) as { batch?: { action: string; primary: unknown; secondary: unknown }[] };
    return batch.flatMap(({ action, primary, secondary }) => (action === 'merge' ? [{ primary, secondary }] : []));
  });

const onePerson = (shop: Shop): void => {
  expect(shop.double.persons()).toHaveLength(1);
  expect(shop.double.violations()).toEqual([]);
  expect(shop.double.failures()).toEqual([]);
};

describe('a merge of two known persons reaches Customer.io', () => {
  it.each(['v1', 'v2'] as const)(
    '%s: the profiles are merged before anything else is said of the person',
    async (api) => {
      const shop = await openShop({}, { api });
      await shop.page(identify(1_000, 'v1', { email: 'a@x.co' }), viewed(2_000, 'v1'));
      await shop.server({ at: 3_000, type: 'identify', userId: 'u1', traits: { email: 'b@x.co' } });
      await shop.server({ at: 4_000, type: 'track', userId: 'u1', event: 'quiz_done', properties: {} });
      await shop.settled();
      expect(shop.double.persons()).toHaveLength(2);
      const answer = await merge(shop, 'u1', 'a@x.co');
      await shop.page(added(6_000, 'v1', 'c1'));
      await shop.settled();
      onePerson(shop);
      expect(merges(shop)).toEqual([{ primary: { id: 'u1' }, secondary: { email: 'a@x.co' } }]);
      expect(shop.did('u1')).toEqual(['product_viewed', 'quiz_done', 'added_to_cart']);
      expect(shop.double.person('u1')).toMatchObject({ email: 'b@x.co' });
      expect(answer).toMatchObject({
        note: expect.stringContaining('nor a destination can take a merge back') as string,
      });
      expect(shop.log).toContainEqual(expect.objectContaining({ code: 'persons_merged', merged: 1 }));
    },
  );

  it('gives the person the keys that it lacked, after the merge has freed them', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
    await shop.server({ at: 30, type: 'identify', userId: 'u1', traits: { first_name: 'Jane' } });
    await shop.settled();
    await merge(shop, 'u1', 'a@x.co');
    await shop.settled();
    onePerson(shop);
    expect(shop.double.person('u1')).toMatchObject({ email: 'a@x.co', attributes: { first_name: 'Jane' } });
    expect(shop.did('u1')).toEqual(['product_viewed']);
  });

  it('needs no merge where Customer.io knows only the earlier one: that profile carries on, and its events start campaigns', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
    await shop.settled();
    await merge(shop, 'u1', 'a@x.co');
    await shop.settled();
    onePerson(shop);
    expect(merges(shop)).toEqual([]);
    expect(shop.double.person('u1')).toMatchObject({ email: 'a@x.co' });
    expect(shop.timeline('u1').map(({ name, triggers }) => [name, triggers])).toEqual([['product_viewed', true]]);
  });

  it('makes the person first where it is new there and has another address', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
    await shop.settled();
    await shop.server(
      { at: 30, type: 'identify', userId: 'u1', traits: { email: 'b@x.co' } },
      { at: 40, type: 'alias', userId: 'u1', previousId: 'a@x.co' },
      { at: 50, type: 'track', userId: 'u1', event: 'quiz_done', properties: {} },
    );
    await shop.settled();
    onePerson(shop);
    expect(shop.double.person('u1')).toMatchObject({ email: 'b@x.co' });
    expect(shop.did('b@x.co')).toEqual(['product_viewed', 'quiz_done']);
  });

  it('merges three into one, whatever was merged before the destination was back', async () => {
    const shop = await openShop();
    await shop.page(identify(1_000, 'v1', { email: 'a@x.co' }), track(2_000, 'v1', 'one'));
    await shop.page(identify(3_000, 'v2', { email: 'b@x.co' }), track(4_000, 'v2', 'two'));
    await shop.page(identify(5_000, 'v3', { email: 'c@x.co' }), track(6_000, 'v3', 'three'));
    await shop.settled();
    const stop = shop.double.inject({ status: 429, retryAfter: 1 });
    await shop.server(
      { at: 7_000, type: 'alias', userId: 'b@x.co', previousId: 'a@x.co' },
      { at: 8_000, type: 'alias', userId: 'c@x.co', previousId: 'b@x.co' },
    );
    await expect.poll(() => shop.log.map(({ code }) => code), { timeout: 20_000 }).toContain('delivery_failed');
    stop();
    shop.advance(60_000);
    await shop.page(track(9_000, 'v1', 'four'));
    await shop.settled();
    onePerson(shop);
    expect(shop.did('c@x.co')).toEqual(['one', 'two', 'three', 'four']);
  });

  it('is repeated without harm when its answer was lost', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
    await shop.server({ at: 30, type: 'identify', userId: 'u1', traits: { email: 'b@x.co' } });
    await shop.settled();
    const isMerge = ({ body }: { body: unknown }): boolean => JSON.stringify(body).includes('"merge"');
    shop.double.inject({ kind: 'reset-after-processing', times: 1, when: isMerge });
    await merge(shop, 'u1', 'a@x.co');
    await expect.poll(() => shop.log.map(({ code }) => code), { timeout: 20_000 }).toContain('delivery_failed');
    shop.advance(60_000);
    await shop.page(viewed(40, 'v1'));
    await shop.settled();
    expect(merges(shop)).toHaveLength(2);
    expect(shop.double.persons()).toMatchObject([{ id: 'u1', email: 'b@x.co' }]);
    expect(shop.did('u1')).toEqual(['product_viewed', 'product_viewed']);
    expect(shop.double.violations()).toEqual([]);
  });

  it('cannot merge a profile that a phone number alone names, and says so', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { phone: '+4915112345678' }));
    await shop.server({ at: 30, type: 'identify', userId: 'u1', traits: { email: 'b@x.co' } });
    await shop.settled();
    await shop.server(
      { at: 40, type: 'identify', anonymousId: 'v1', userId: 'u2', traits: { phone: '+4915112345678' } },
      { at: 50, type: 'alias', userId: 'u1', previousId: 'u2' },
    );
    await shop.settled();
    const refusal = { code: 'delivery_refused_in_part', reason: expect.stringContaining('by phone alone') as string };
    expect(shop.log).toContainEqual(expect.objectContaining(refusal));
    expect(shop.double.violations()).toEqual([]);
  });
});

describe('a change of address', () => {
  it('goes by the id where that comes with the very same news', async () => {
    const shop = await openShop();
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
    await shop.settled();
    await shop.server(
      { at: 30, type: 'identify', userId: 'u1', anonymousId: 'v1', traits: { email: 'a@x.co' } },
      { at: 40, type: 'identify', userId: 'u1', traits: { email: 'b@x.co' } },
      { at: 50, type: 'track', userId: 'u1', event: 'quiz_done', properties: {} },
    );
    await shop.settled();
    onePerson(shop);
    expect(merges(shop)).toEqual([]);
    expect(shop.double.person('u1')).toMatchObject({ email: 'b@x.co' });
    expect(shop.did('b@x.co')).toEqual(['product_viewed', 'quiz_done']);
  });

  it("without an id is a merge of the old address into the new one, where the shop takes it for the same person's", async () => {
    const shop = await openShop({ emailChange: 'same_person' });
    await shop.page(identify(10, 'v1', { email: 'a@x.co' }), viewed(20, 'v1'));
    await shop.settled();
    await shop.page(identify(30, 'v1', { email: 'b@x.co' }), track(40, 'v1', 'quiz_done'));
    await shop.settled();
    onePerson(shop);
    expect(merges(shop)).toEqual([{ primary: { email: 'b@x.co' }, secondary: { email: 'a@x.co' } }]);
    expect(shop.did('b@x.co')).toEqual(['product_viewed', 'quiz_done']);
  });
});
