import { describe, expect, it } from 'vitest';
import { attributesOf } from '../../../../src/relay/identity/attributes.ts';
import { closingTime, isOpen, withIntent, type Cart } from '../../../../src/relay/identity/carts.ts';
import { toMajor, toMinor } from '../../../../src/relay/identity/money.ts';
import { applyOrderEvent, noOrder, orderAttributes, type Order } from '../../../../src/relay/identity/orders.ts';
import { applyFact, emptyProfile, mergeProfiles, profileAttributes } from '../../../../src/relay/identity/profile.ts';
import { identify, item, newMessage, START, track } from '../store/new-message.ts';
import type { NewMessage } from '../../../../src/relay/store/store.ts';

const seconds = (at: number): number => Math.floor((START + at) / 1000);
const profileOf = (...messages: readonly NewMessage[]) => messages.reduce(applyFact, emptyProfile);
const attributes = (...messages: readonly NewMessage[]): unknown => profileAttributes(profileOf(...messages));
const TRUSTED = { trusted: true };

type Event = readonly [name: string, at: number, properties: Record<string, unknown>];
const orderOf = (...events: readonly Event[]): Order =>
  events.reduce(
    (order, [name, at, properties]) =>
      applyOrderEvent(order, name, { at: START + at, properties, cartId: properties['cart_id'] as string | undefined }),
    noOrder,
  );
const placed = (at: number, properties: Record<string, unknown>): Event => [
  'order_completed',
  at,
  { currency: 'EUR', items: [item('p1')], ...properties },
];
const refund: Event = ['order_refunded', 9_000, { amount: 4.5, currency: 'EUR' }];
const cancelled: Event = ['order_cancelled', 9_500, {}];

describe('orders', () => {
  it('are counted and summed in minor units, and written in major units', () => {
    const orders = [orderOf(placed(5_000, { total: 0.1 })), orderOf(placed(9_000, { total: 0.2, cart_id: 'c2' }))];
    const expected = {
      orders_count: 2,
      lifetime_value: 0.3,
      aov: 0.15,
      first_order_at: seconds(5_000),
      last_order_at: seconds(9_000),
      last_cart_id: 'c2',
    };
    expect(orderAttributes(orders)).toEqual(expected);
    expect(orderAttributes(orders.toReversed())).toEqual(expected);
  });

  it('are worth their revenue, else their items, when no total came', () => {
    expect(orderAttributes([orderOf(placed(0, { revenue: 7 }))])).toMatchObject({ lifetime_value: 7 });
    const items = [item('p1', 1.1, 3), { product_id: 'p2', quantity: 1 }];
    expect(orderAttributes([orderOf(placed(0, { items }))])).toMatchObject({ lifetime_value: 3.3 });
  });

  it('are lessened by refunds, also by one that came first', () => {
    const expected = { orders_count: 1, lifetime_value: 5.5, aov: 5.5, refunded_at: seconds(9_000) };
    expect(orderAttributes([orderOf(placed(0, { total: 10 }), refund)])).toMatchObject(expected);
    expect(orderAttributes([orderOf(refund, placed(0, { total: 10 }))])).toMatchObject(expected);
  });

  it('that were cancelled were none, whatever was refunded of them', () => {
    const kept = orderOf(placed(0, { total: 20 }));
    expect(orderAttributes([kept, orderOf(placed(5_000, { total: 10 }), refund, cancelled)])).toMatchObject({
      orders_count: 1,
      lifetime_value: 20,
      last_order_at: seconds(0),
    });
    expect(orderAttributes([orderOf(cancelled, placed(0, { total: 10 }))])).toMatchObject({
      orders_count: 0,
      lifetime_value: 0,
      aov: null,
      last_order_at: null,
    });
  });

  it('of several currencies are not added up', () => {
    const orders = [orderOf(placed(0, { total: 10 })), orderOf(placed(1, { total: 900, currency: 'JPY' }))];
    expect(orderAttributes(orders)).toMatchObject({ orders_count: 2, lifetime_value: 10 });
  });

  it('are nothing to speak of when there was none', () => {
    expect(orderAttributes([])).toEqual({});
  });
});

describe('money', () => {
  it.each([
    [49.5, 'EUR', 4_950],
    [1.005, 'EUR', 101],
    [0.1 + 0.2, 'EUR', 30],
    [900, 'JPY', 900],
    [1.234, 'KWD', 1_234],
    [-4.5, 'EUR', -450],
  ])('%s %s is %s minor units', (major, currency, minor) => {
    expect(toMinor(major, currency)).toBe(minor);
    expect(toMinor(toMajor(minor, currency), currency)).toBe(minor);
  });
});

describe('a cart', () => {
  const added = (items: unknown = [item('p1')]) => track(0, 'v1', 'added_to_cart', { cart_id: 'c1', items }).message;
  const fresh: Cart = { isFilled: false };

  it('is open while something is in it, and not when it was emptied', () => {
    expect(isOpen(withIntent(fresh, added(), 10))).toBe(true);
    expect(isOpen(withIntent(withIntent(fresh, added(), 10), added([]), 20))).toBe(false);
  });

  it('is as its latest event says, whatever the order of arrival', () => {
    expect(isOpen(withIntent(withIntent(fresh, added([]), 20), added(), 10))).toBe(false);
  });

  it('stays closed by an event from before its order, and opens again by one from after it', () => {
    const bought: Cart = { ...fresh, closedAt: 15 };
    expect(isOpen(withIntent(bought, added(), 10))).toBe(false);
    expect(isOpen(withIntent(bought, added(), 20))).toBe(true);
  });

  it('is closed until the end of the second when the order tells whole seconds only', () => {
    expect(closingTime(START)).toBe(START + 999);
    expect(closingTime(START + 1)).toBe(START + 1);
  });
});

describe('what destinations are told', () => {
  const nothing = { profile: emptyProfile, orders: [], openCart: undefined };

  it('says that a computed value is gone, once it was told', () => {
    expect(attributesOf(nothing, { open_cart_id: 'c1', first_name: 'Jane' })).toEqual({ open_cart_id: null });
    expect(attributesOf(nothing)).toEqual({});
  });

  it('takes what the relay computes, whatever the traits say', () => {
    const profile = profileOf(identify(10, 'v1', { orders_count: 99 }, TRUSTED));
    expect(attributesOf({ ...nothing, profile })).toEqual({ orders_count: 99 });
    const orders = [orderOf(placed(0, { total: 1 }))];
    expect(attributesOf({ ...nothing, profile, orders })).toMatchObject({ orders_count: 1 });
  });
});

describe('subscriptions', () => {
  const said = (at: number, event: string, properties: object) =>
    newMessage(at, { type: 'track', userId: 'u1', event, properties }, TRUSTED);

  it('are one word: active while any is, else the latest', () => {
    const created = said(0, 'subscription_created', { subscription_id: 's1' });
    const other = said(1, 'subscription_created', { subscription_id: 's2', status: 'active' });
    const paused = said(2, 'subscription_paused', { subscription_id: 's1' });
    const cancelled = said(3, 'subscription_cancelled', { subscription_id: 's2' });
    expect(attributes(created, other, paused)).toEqual({ subscription_status: 'active' });
    expect(attributes(cancelled, paused, other, created)).toEqual({ subscription_status: 'cancelled' });
  });
});

describe('traits', () => {
  it('are the latest that was said of each, whatever the order of arrival; null clears', () => {
    const early = identify(10, 'v1', { first_name: 'Jan', city: 'Bonn' });
    const late = identify(20, 'v1', { first_name: 'Jane', city: null });
    expect(attributes(late, early)).toEqual({ first_name: 'Jane', city: null });
  });

  it('never hold the keys', () => {
    const message = identify(10, 'v1', { email: 'a@x.co', phone: '+4915112345678', orders_count: 99 }, TRUSTED);
    expect(attributes(message)).toEqual({ orders_count: 99 });
  });
});

describe('consent', () => {
  const changed = (at: number, granted: boolean, about = {}): NewMessage =>
    track(at, 'v1', 'consent_changed', { channel: 'email', granted }, about);

  it('comes with events and with traits', () => {
    expect(attributes(changed(10, true), identify(20, 'v1', { sms_consent: false }))).toEqual({
      email_consent: true,
      sms_consent: false,
    });
    expect(attributes(identify(20, 'v1', { consent: { email: true, sms: false } }))).toEqual({
      email_consent: true,
      sms_consent: false,
    });
  });

  it('of analytics is no attribute', () => {
    expect(attributes(track(10, 'v1', 'consent_changed', { channel: 'analytics', granted: true }))).toEqual({});
  });

  it('withdrawn is not granted again by a browser, but by a trusted source', () => {
    expect(attributes(changed(10, false), changed(20, true))).toEqual({ email_consent: false });
    expect(attributes(changed(10, false), changed(20, true, TRUSTED))).toEqual({ email_consent: true });
  });

  it('can always be withdrawn, and an older word of a trusted source never wins', () => {
    expect(attributes(changed(10, true, TRUSTED), changed(20, false))).toEqual({ email_consent: false });
    expect(attributes(changed(20, true, TRUSTED), changed(10, false, TRUSTED))).toEqual({ email_consent: true });
  });

  it('is the same whatever the order of arrival, and when two persons become one', () => {
    const words = [changed(10, false), changed(20, true, TRUSTED), changed(15, true), changed(30, true)];
    expect(attributes(...words.toReversed())).toEqual(attributes(...words));
    const [one, other] = [profileOf(...words.slice(0, 1)), profileOf(...words.slice(1))];
    expect(profileAttributes(mergeProfiles(one, other))).toEqual(attributes(...words));
    expect(profileAttributes(mergeProfiles(other, one))).toEqual(attributes(...words));
  });
});
