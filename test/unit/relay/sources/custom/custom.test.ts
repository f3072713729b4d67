import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { custom } from '../../../../../src/relay/sources/custom/custom.ts';
import type { Mapped } from '../../../../../src/relay/sources/source.ts';
import { START } from '../../store/new-message.ts';
import { openSourcedShop } from '../delivering.ts';
import { mapped } from '../mapping.ts';

const secret = 'the-secret-of-the-erp';
const map = (mapping: string, body: unknown, timeoutMs?: number): Promise<Mapped> =>
  mapped(custom({ name: 'erp', secret, mapping, ...(timeoutMs && { timeoutMs }) }), 'invoice', body);

const invoice = `{
  "event": "order_completed",
  "messageId": "order_completed:" & body.no,
  "timestamp": body.booked,
  "context": { "traits": { "email": body.customer.mail } },
  "properties": {
    "order_id": $string(body.no),
    "currency": body.currency,
    "total": $sum(body.rows.(price * pieces)),
    "items": [body.rows.{ "product_id": article, "name": text, "price": price, "quantity": pieces }]
  }
}`;
const body = {
  no: 77,
  booked: new Date(START).toISOString(),
  currency: 'EUR',
  customer: { mail: 'jane@example.com' },
  rows: [{ article: 'A1', text: 'Night Oil', price: 27, pieces: 2 }],
};

describe('a mapping of the shop’s own', () => {
  test('makes an order of an invoice', async () => {
    expect(await map(invoice, body)).toEqual({
      kind: 'messages',
      messages: [
        {
          type: 'track',
          event: 'order_completed',
          messageId: 'order_completed:77',
          timestamp: body.booked,
          context: { traits: { email: 'jane@example.com' } },
          properties: {
            order_id: '77',
            currency: 'EUR',
            total: 54,
            items: [{ product_id: 'A1', name: 'Night Oil', price: 27, quantity: 2 }],
          },
        },
      ],
    });
  });

  test('may give several messages, or none', async () => {
    const two = '[1..2].{ "type": "identify", "messageId": "m" & $, "timestamp": "2026-11-22T10:00:00Z", "userId": $ }';
    expect(await map(two, {})).toMatchObject({ messages: [{ userId: '1' }, { userId: '2', type: 'identify' }] });
    expect(await map('nothing', {})).toEqual({ kind: 'ignored', reason: 'the mapping gave no message' });
  });

  test('is told what its message lacks', async () => {
    expect(await map('{ "event": "x" }', {})).toEqual({
      ...{ kind: 'failed', path: '/messages' },
      reason:
        'messageId: an id that is the same for the same fact was expected, such as "order_completed:" & body.id; nothing came (invoice)',
    });
    expect(await map('{ "event": "x", "messageId": "m" }', {})).toMatchObject({
      reason: 'timestamp: when it happened was expected, as ISO 8601; nothing came (invoice, m)',
    });
    expect(await map('"text"', {})).toMatchObject({ reason: 'a message was expected; something else came' });
    expect(await map('$error("no such row")', {})).toMatchObject({ reason: 'the mapping failed: no such row' });
  });

  test('that is no JSONata is refused at the start, with its place', () => {
    expect(() => custom({ name: 'erp', secret, mapping: '{ "event": ' })).toThrow(
      /^custom: mapping of "erp": .+ \(at character \d+\)$/,
    );
    expect(() => custom({ name: 'E R P', secret, mapping: '1' })).toThrow('custom: name: "E R P" came');
  });
});

describe('a mapping that never ends cannot hold up the relay', () => {
  const ended = {
    kind: 'failed',
    path: '/mapping',
    reason: 'the mapping failed: it took longer than 200 ms and was ended',
  };

  test.each([
    ['a loop', '($f := function($n) { $f($n + 1) }; $f(1))'],
    ['a regular expression that backtracks', '$match(body.text, /^(a+)+$/)'],
  ])('%s is ended', async (_, mapping) => {
    expect(await map(mapping, { text: `${'a'.repeat(40)}!` }, 200)).toEqual(ended);
  });

  test('nor one that wants all memory', async () => {
    const greedy = '($f := function($s) { $f($s & $s) }; $f("0123456789"))';
    expect(await map(greedy, {}, 20_000)).toMatchObject({ kind: 'failed', path: '/mapping' });
  }, 30_000);

  test('and what comes after it is mapped', async () => {
    const mapping = 'body.bad ? $match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/) : ' + invoice;
    const source = custom({ name: 'erp', secret, mapping, timeoutMs: 2_000 });
    const [bad, good] = await Promise.all([mapped(source, 't', { bad: true }), mapped(source, 't', body)]);
    expect([bad.kind, good.kind]).toEqual(['failed', 'messages']);
  });
});

test('a delivery comes all the way', async () => {
  const shop = await openSourcedShop({ sources: [custom({ name: 'erp', secret, mapping: invoice })] });
  const text = JSON.stringify(body);
  const request = new Request('https://shop.example/sources/custom/erp', {
    ...{ method: 'POST', body: text },
    headers: { 'x-topic': 'invoice', 'x-signature': createHmac('sha256', secret).update(text).digest('hex') },
  });
  expect((await shop.fetch(request.clone())).status).toBe(200);
  expect((await shop.fetch(request)).status).toBe(200);
  await shop.done();
  expect(shop.did('jane@example.com')).toEqual(['order_completed']);
  expect(shop.double.person('jane@example.com')?.attributes).toMatchObject({ orders_count: 1, lifetime_value: 54 });
  expect((await shop.sources())[0]).toMatchObject({
    source: 'custom/erp',
    path: '/sources/custom/erp',
    states: { done: 1 },
  });
});
