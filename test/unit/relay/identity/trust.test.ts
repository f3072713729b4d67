import { describe, expect, it } from 'vitest';
import { added, identify, openShop, ordered, track, viewed, type Shop } from './shop.ts';

const attributes = ({ double }: Shop, identifier: string) => double.person(identifier)?.attributes ?? {};

/** A shop where the victim is known, has bought, and has a cart. */
const withVictim = async (options: Parameters<typeof openShop>[0] = {}): Promise<Shop> => {
  const shop = await openShop(options);
  await shop.server({
    at: 0,
    type: 'identify',
    userId: 'u1',
    traits: { email: 'victim@x.co', phone: '+4915112345678', email_consent: false },
  });
  await shop.page(added(10, 'victim-visitor', 'c-victim'), identify(20, 'victim-visitor', { email: 'victim@x.co' }));
  await shop.settled();
  return shop;
};

describe('without proof, a page', () => {
  it('rebinds no key of a person: neither the customer id, nor the email, nor the phone', async () => {
    const shop = await withVictim();
    await shop.page(
      identify(30, 'attacker', { email: 'victim@x.co', phone: '+4915100000000' }, { userId: 'evil' }),
      identify(40, 'attacker', { phone: '+4915112345678', email: 'evil@x.co' }),
      identify(50, 'attacker-2', { email: 'evil@x.co' }, { userId: 'u1' }),
    );
    await shop.settled();
    expect(shop.double.person('u1')).toMatchObject({ id: 'u1', email: 'victim@x.co', phone: '+4915112345678' });
    expect(shop.double.person('evil')).toBeUndefined();
    expect(shop.double.person('evil@x.co')).not.toHaveProperty('phone');
    expect(shop.double.person('evil@x.co')).not.toHaveProperty('id');
  });

  it('sets no computed or reserved trait, and grants no consent that was withdrawn', async () => {
    const shop = await withVictim();
    await shop.page(
      identify(30, 'attacker', {
        email: 'victim@x.co',
        orders_count: 99,
        lifetime_value: 1e6,
        unsubscribed: false,
        cio_id: 'x',
        consent: { email: true },
      }),
    );
    await shop.settled();
    expect(attributes(shop, 'u1')).toMatchObject({ email_consent: false });
    expect(attributes(shop, 'u1')).not.toHaveProperty('orders_count');
    expect(attributes(shop, 'u1')).not.toHaveProperty('lifetime_value');
  });

  it('claims no order ids in advance: the server’s order is delivered and counted', async () => {
    for (const orders of ['server', 'browser'] as const) {
      const shop = await withVictim({ orders });
      await shop.page(identify(30, 'attacker', { email: 'evil@x.co' }));
      await shop.page(
        ...['1001', '1002', '1003'].map((id, index) => ordered(40 + index, 'attacker', id, { total: 1 })),
      );
      await shop.page(ordered(45, 'nobody', '1004', { total: 1 }));
      await shop.settled();
      const ids = ['1001', '1002', '1003', '1004'];
      await shop.server(...ids.map((id, index) => ordered(50 + index, undefined, id, { email: 'victim@x.co' })));
      await shop.settled();
      expect(shop.did('u1').filter((name) => name === 'order_completed')).toHaveLength(4);
      expect(attributes(shop, 'u1')).toMatchObject({ orders_count: 4, lifetime_value: 40 });
      expect(attributes(shop, 'evil@x.co')['orders_count'] ?? 0).toBe(0);
    }
  });

  it('joins nobody by an order id, which is easy to guess', async () => {
    const shop = await withVictim();
    await shop.page(track(30, 'attacker', 'offer_seen', { order_id: '1001' }), viewed(31, 'attacker'));
    await shop.page({ ...track(32, undefined, 'offer_seen', { order_id: '1001' }), cart_id: undefined });
    await shop.server(ordered(40, undefined, '1001', { email: 'victim@x.co' }));
    await shop.settled();
    expect(shop.did('u1')).toEqual(['added_to_cart', 'order_completed']);
  });

  it("does not close a stranger's cart", async () => {
    for (const orders of ['server', 'browser'] as const) {
      const shop = await withVictim({ orders });
      await shop.page(ordered(30, 'attacker', '1001', { cart_id: 'c-victim' }));
      await shop.page(track(40, 'victim-visitor', 'quiz_done'));
      await shop.settled();
      expect(attributes(shop, 'u1')['open_cart_id']).toBe('c-victim');
    }
  });

  it('may not report refunds, cancellations, subscriptions, groups or merges', async () => {
    const shop = await withVictim();
    const answer = await shop.page(
      track(30, 'attacker', 'order_refunded', { order_id: '1', refund_id: 'r', amount: 1 }),
      track(31, 'attacker', 'order_cancelled', { order_id: '1' }),
      track(32, 'attacker', 'subscription_cancelled', { subscription_id: 's' }),
      { at: 33, type: 'group', anonymousId: 'attacker', groupId: 'g' },
      { at: 34, type: 'alias', userId: 'evil', previousId: 'u1' },
    );
    expect(answer.rejected.map(({ code }) => code)).toEqual(Array(5).fill('not_allowed'));
  });

  it('learns nothing from answers: not whether an order, a person or a message exists', async () => {
    const shop = await withVictim();
    await shop.server(ordered(25, undefined, '1001', { email: 'victim@x.co' }));
    const known = await shop.page(
      identify(30, 'a1', { email: 'victim@x.co' }, { messageId: 'm-1' }),
      ordered(31, 'a1', '1001', {}, { messageId: 'm-2' }),
    );
    const unknown = await shop.page(
      identify(30, 'a2', { email: 'nobody@x.co' }, { messageId: 'm-3' }),
      ordered(31, 'a2', '9999', {}, { messageId: 'm-4' }),
    );
    expect(known).toEqual({ accepted: ['m-1', 'm-2'], duplicates: [], rejected: [] });
    expect(unknown).toEqual({ accepted: ['m-3', 'm-4'], duplicates: [], rejected: [] });
    const conflict = await shop.page(identify(99, 'a1', { email: 'other@x.co' }, { messageId: 'm-1' }));
    expect(conflict).toEqual({ accepted: [], duplicates: ['m-1'], rejected: [] });
  });
});
