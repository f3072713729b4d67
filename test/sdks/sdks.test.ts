import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { installLocked } from '../support/install-locked.ts';
import { SERVER_KEY, startListeningRelay, type ListeningRelay } from './relay.ts';
import { sdks, type Sdk } from './sdk.ts';

beforeAll(() => installLocked(fileURLToPath(new URL('.', import.meta.url)), 'the server SDKs'));

let relay: ListeningRelay;
beforeEach(async () => {
  relay = await startListeningRelay();
});
afterEach(() => relay.close());

const person = { userId: 'c_42', anonymousId: 'a-1' };
const product = { product_id: 'p7', name: 'Night Serum', price: '49.00', quantity: 1, category: 'Face', sku: 'NS-30' };

/** The relay's word on every message that came. */
const words = (): { accepted: number; rejected: unknown[] } => ({
  accepted: relay.exchanges.reduce((sum, { answer }) => sum + answer.accepted.length, 0),
  rejected: relay.exchanges.flatMap(({ answer }) => answer.rejected),
});

/** Every message was named: rudder-sdk-node's flush comes back while other batches are still under way. */
const allNamed = (count: number): Promise<void> =>
  vi.waitFor(() => expect(words().accepted + words().rejected.length).toBeGreaterThanOrEqual(count), {
    timeout: 30_000,
    interval: 50,
  });

describe.each(Object.entries(sdks))('%s, unchanged,', (_, create) => {
  const start = (flushAt: number): Promise<Sdk> => create({ url: relay.url, key: SERVER_KEY, flushAt });

  test('says everything that the Segment spec has, and is understood', async () => {
    const { calls, finish } = await start(20);
    calls.identify({ ...person, traits: { email: 'ada@shop.example', firstName: 'Ada' } });
    calls.page({ ...person, name: 'Home', properties: { url: 'https://shop.example/' } });
    calls.track({ ...person, event: 'Product Added', properties: { cart_id: 'c1', currency: 'EUR', ...product } });
    const order = { order_id: '1001', total: 49, currency: 'EUR', products: [product] };
    calls.track({ ...person, event: 'Order Completed', properties: order, timestamp: new Date() });
    calls.track({ ...person, event: 'Subscription Cancelled', properties: { subscription_id: 's1' } });
    calls.group({ ...person, groupId: 'g1', traits: { name: 'Club' } });
    calls.alias({ previousId: 'a-1', userId: 'c_42' });
    await finish();
    await allNamed(7);
    expect(words()).toEqual({ accepted: 7, rejected: [] });
    expect(relay.exchanges.map(({ status, path }) => [status, path])).toEqual(
      relay.exchanges.map(() => [200, '/v1/batch']),
    );
    const { messages, persons, drift } = await relay.stats();
    expect([messages, persons]).toEqual([7, 1]);
    expect(drift.map(({ from, to }) => `${from} → ${to}`)).toEqual(
      expect.arrayContaining([
        'Product Added → added_to_cart',
        'Order Completed → order_completed',
        'products → items',
        'items.price: a text → major units',
      ]),
    );
  });

  test('fills its largest batch, and all of it is kept', async () => {
    const { calls, finish } = await start(500);
    const count = 1_000;
    const note = 'x'.repeat(500); // with what each SDK adds, 500 messages are about as many bytes as it allows
    for (let i = 0; i < count; i++)
      calls.track({ ...person, event: 'Product Viewed', properties: { ...product, i, note } });
    await finish();
    await allNamed(count);
    expect(words()).toEqual({ accepted: count, rejected: [] });
    expect((await relay.stats()).messages).toBe(count);
    const largest = Math.max(...relay.exchanges.map(({ answer }) => answer.accepted.length));
    expect(largest).toBeGreaterThan(300);
    console.info(
      `${relay.exchanges.length} requests, the largest with ${largest} messages and ${Math.max(...relay.exchanges.map(({ bytes }) => bytes))} bytes`,
    );
  });

  test('sends a message of nearly 32 KiB', async () => {
    const { calls, finish } = await start(20);
    calls.track({ ...person, event: 'quiz_finished', properties: { answer: 'x'.repeat(31_500) } });
    await finish();
    await allNamed(1);
    expect(words()).toEqual({ accepted: 1, rejected: [] });
  });
});
