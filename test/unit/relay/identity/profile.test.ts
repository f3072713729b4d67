import { describe, expect, it } from 'vitest';
import { moveCart } from '../../../../src/relay/identity/carts.ts';
import { toMajor, toMinor } from '../../../../src/relay/identity/money.ts';
import {
  applyFact,
  attributesOf,
  emptyProfile,
  type Fact,
  type Profile,
} from '../../../../src/relay/identity/profile.ts';
import { identify, item, START, track } from '../store/new-message.ts';
import type { NewMessage } from '../../../../src/relay/store/store.ts';

const seconds = (at: number): number => Math.floor((START + at) / 1000);
const fact = (input: NewMessage, counts = true): Fact => ({ ...input, counts });
const profileOf = (...facts: readonly Fact[]): Profile => facts.reduce(applyFact, emptyProfile);
const attributes = (...messages: readonly NewMessage[]): unknown =>
  attributesOf(profileOf(...messages.map((m) => fact(m))));
const TRUSTED = { trusted: true };

const cart = (at: number, cart_id: string, items = [item('p1')]): NewMessage =>
  track(at, 'v1', 'added_to_cart', { cart_id, items });
const order = (at: number, properties: Record<string, unknown>): NewMessage =>
  track(at, 'v1', 'order_completed', { order_id: `o${at}`, currency: 'EUR', items: [item('p1')], ...properties });

describe('orders', () => {
  it('are counted and summed in minor units, and written in major units', () => {
    expect(attributes(order(5_000, { total: 0.1 }), order(9_000, { total: 0.2, cart_id: 'c2' }))).toEqual({
      orders_count: 2,
      lifetime_value: 0.3,
      first_order_at: seconds(5_000),
      last_order_at: seconds(9_000),
      last_cart_id: 'c2',
    });
  });

  it('give the same whatever the order of arrival', () => {
    const orders = [order(5_000, { total: 10, cart_id: 'c1' }), order(9_000, { total: 20, cart_id: 'c2' })];
    expect(attributes(...orders.toReversed())).toEqual(attributes(...orders));
  });

  it('are worth their revenue, else their items, when no total came', () => {
    expect(attributes(order(0, { revenue: 7 }))).toMatchObject({ lifetime_value: 7 });
    expect(attributes(order(0, { items: [item('p1', 1.1, 3), { product_id: 'p2', quantity: 1 }] }))).toMatchObject({
      lifetime_value: 3.3,
    });
  });

  it('are lessened by refunds', () => {
    const refund = track(
      9,
      'v1',
      'order_refunded',
      { order_id: 'o0', refund_id: 'r1', amount: 4.5, currency: 'EUR' },
      TRUSTED,
    );
    expect(attributes(order(0, { total: 10 }), refund)).toMatchObject({ orders_count: 1, lifetime_value: 5.5 });
  });

  it('of several currencies are not added up', () => {
    expect(attributes(order(0, { total: 10 }), order(1, { total: 900, currency: 'JPY' }))).toMatchObject({
      orders_count: 2,
      lifetime_value: 10,
    });
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

describe('the open cart', () => {
  it('is the one of the latest cart event, and null once it was bought', () => {
    expect(attributes(cart(10, 'c1'), cart(20, 'c2'))).toMatchObject({ open_cart_id: 'c2' });
    expect(attributes(cart(10, 'c1'), order(20, { total: 1, cart_id: 'c1' }))).toMatchObject({
      open_cart_id: null,
      last_cart_id: 'c1',
    });
  });

  it('stays closed when an event from before the order arrives late, and opens again by one from after it', () => {
    const bought = [cart(10, 'c1'), order(20, { total: 1, cart_id: 'c1' })];
    expect(attributes(...bought, cart(15, 'c1'))).toMatchObject({ open_cart_id: null });
    expect(attributes(...bought, cart(30, 'c1'))).toMatchObject({ open_cart_id: 'c1' });
  });

  it('is not opened by an event whose order came first', () => {
    expect(attributes(order(20, { total: 1, cart_id: 'c1' }), cart(15, 'c1'))).not.toHaveProperty('open_cart_id');
  });

  it('is closed by an order that names no cart, and not by one of another cart', () => {
    expect(attributes(cart(10, 'c1'), order(20, { total: 1 }))).toMatchObject({ open_cart_id: null });
    expect(attributes(cart(10, 'c1'), order(20, { total: 1, cart_id: 'c0' }))).toMatchObject({ open_cart_id: 'c1' });
  });

  it('is none when it was emptied', () => {
    expect(attributes(cart(10, 'c1'), cart(20, 'c1', []))).toEqual({ open_cart_id: null });
  });

  it('is closed by an order that is withheld, which counts in no total', () => {
    const withheld = fact(order(20, { total: 1, cart_id: 'c1' }), false);
    expect(attributesOf(profileOf(fact(cart(10, 'c1')), withheld))).toEqual({ open_cart_id: null });
  });

  it('goes along with its visitor only, and only what was in it by then', () => {
    const from = profileOf(fact(cart(10, 'c1'))).carts;
    const to = emptyProfile.carts;
    expect(moveCart(from, to, 'v1', START + 20)).toMatchObject({
      from: { openCart: { id: null } },
      to: { openCart: { id: 'c1' } },
    });
    expect(moveCart(from, to, 'v2', START + 20)).toBeUndefined();
    expect(moveCart(from, to, 'v1', START + 5)).toBeUndefined();
  });
});

describe('traits', () => {
  it('are the latest that was said of each, whatever the order of arrival; null clears', () => {
    const early = identify(10, 'v1', { first_name: 'Jan', city: 'Bonn' });
    const late = identify(20, 'v1', { first_name: 'Jane', city: null });
    expect(attributes(late, early)).toEqual({ first_name: 'Jane', city: null });
  });

  it('never hold the keys, and never win over what the relay computes', () => {
    const message = identify(10, 'v1', { email: 'a@x.co', phone: '+4915112345678', orders_count: 99 }, TRUSTED);
    expect(attributes(message)).toEqual({ orders_count: 99 });
    expect(attributes(message, order(20, { total: 1 }))).toMatchObject({ orders_count: 1 });
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

  it('can always be withdrawn, and an older word never wins', () => {
    expect(attributes(changed(10, true, TRUSTED), changed(20, false))).toEqual({ email_consent: false });
    expect(attributes(changed(20, true), changed(10, false))).toEqual({ email_consent: true });
  });
});
