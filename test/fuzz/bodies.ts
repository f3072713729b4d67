import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { eventAliases } from '../../src/relay/normalise/aliases.ts';
import { eventNames } from '../../src/schema.ts';

/** What stands in every body, to be found in the log if the log says too much. */
export const personal = {
  email: 'jane.doe+fuzz@private.example',
  phone: '+4915112345678',
  name: 'Zyxwv Utsrq',
} as const;

const keys = fc.constantFrom(
  'type', 'event', 'messageId', 'anonymousId', 'userId', 'timestamp', 'sentAt', 'properties', 'traits', 'context', 'seq',
  'items', 'added', 'removed', 'products', 'price', 'quantity', 'qty', 'product_id', 'productId', 'cart_id', 'cartId',
  'value', 'total', 'currency', 'email', 'phone', 'url', 'image_url', 'name', 'proof', 'groupId', 'previousId', 'page',
  'plan', 'discount_codes', 'next_charge_at', '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty',
  'code', 'path', 'message', 'ok', '', 'receivedAt', 'request_ip', 'title', 'amount', 'centAmount', 'fractionDigits',
); // prettier-ignore

const events = fc.constantFrom(
  ...eventNames,
  ...Object.values(eventAliases).flatMap((aliases) => aliases.map(({ name }) => name)),
  'quiz_finished', 'aded_to_cart', '', ' ', 'User Deleted', 'x'.repeat(200), 'toString', '__proto__',
); // prettier-ignore

const oddText = fc.constantFrom(
  ...Object.values(personal),
  '\u0000', '\ud800', '1.234', '$49.00', '49,00 €', '[]', '[{"product_id":1}]', '[[[[', '{"__proto__":{"x":1}}', 'EUR', 'eur',
  'https://evil.example', 'gid://shopify/Cart/x?key=secret', '2026-11-22T10:00:00Z', '9'.repeat(40), 'a'.repeat(300), '1e999',
); // prettier-ignore
const oddNumber = fc.constantFrom(0, -0, -1, 1.5, 1e21, 1e308, 5e-324, 2 ** 53, 1_798_800_000, 1_798_800_000_000);

const leaf = fc.oneof(
  { weight: 4, arbitrary: oddText },
  { weight: 2, arbitrary: oddNumber },
  fc.constantFrom(null, true, false),
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const tree = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

const id = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a-1', 'a-2', 'a-3') }, tree);
const record = fc.dictionary(keys, tree, { maxKeys: 6, noNullPrototype: true });

/** Messages that are right, to be spoilt a little: most of the depths are behind the first checks. */
const good: readonly Record<string, unknown>[] = [
  {
    type: 'track',
    event: 'Product Added',
    properties: { cart_id: 'c', product_id: 'p', price: '$1.00', currency: 'usd' },
  },
  {
    type: 'track',
    event: 'cart_viewed',
    properties: { cart_id: 'c', items: [{ product_id: 'p', quantity: 1, price: 2 }] },
  },
  {
    type: 'track',
    event: 'purchase',
    properties: { transaction_id: 1, value: 5, items: [{ item_id: 7, quantity: '2' }] },
  },
  { type: 'track', event: 'quiz_finished', properties: { answer: personal.name } },
  { type: 'identify', traits: { ...personal } },
  { type: 'page', properties: { url: 'https://shop.example/' } },
];
const visitor = { anonymousId: 'a-1' };
const spoilt = fc
  .tuple(
    fc.constantFrom(...good),
    fc.dictionary(keys, tree, { maxKeys: 2, noNullPrototype: true }),
    record,
    fc.boolean(),
  )
  .map(([base, envelopeKeys, inner, isWhole]) => {
    const key = base['type'] === 'identify' ? 'traits' : 'properties';
    const values = { ...(base[key] as object), ...inner };
    return isWhole ? { ...base, ...visitor, ...envelopeKeys } : { ...base, ...visitor, [key]: values };
  });

const wild = fc.record(
  {
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('track', 'track', 'identify', 'page', 'group', 'alias') },
      tree,
    ),
    event: fc.oneof({ weight: 8, arbitrary: events }, tree),
    messageId: fc.oneof({ weight: 3, arbitrary: fc.uuid() }, tree),
    anonymousId: id,
    userId: id,
    timestamp: tree,
    properties: fc.oneof({ weight: 5, arbitrary: record }, tree),
    traits: fc.oneof({ weight: 3, arbitrary: record }, tree),
    context: fc.oneof({ weight: 3, arbitrary: record }, tree),
  },
  { requiredKeys: ['type', 'anonymousId'] },
);
const message = fc.oneof(spoilt, wild);

const envelope = fc.oneof(
  { weight: 8, arbitrary: fc.record({ batch: fc.array(message, { minLength: 1, maxLength: 3 }), sentAt: leaf, context: tree }, { requiredKeys: ['batch'] }) },
  { weight: 2, arbitrary: message },
  fc.record({ batch: tree, dropped: fc.array(tree, { maxLength: 3 }), writeKey: leaf }),
  tree,
); // prettier-ignore

/** Text with some characters cut out, doubled or changed: what a broken client or a proxy makes of it. */
const mutated = fc
  .tuple(envelope, fc.nat(), fc.nat({ max: 30 }), fc.constantFrom('cut', 'double', 'replace', 'truncate'))
  .map(([value, at, length, how]) => {
    const text = JSON.stringify(value) ?? '';
    const start = text.length === 0 ? 0 : at % text.length;
    const piece = text.slice(start, start + length);
    if (how === 'truncate') return text.slice(0, start);
    const middle = how === 'cut' ? '' : how === 'double' ? piece + piece : piece.replaceAll(/[":,]/g, '}');
    return text.slice(0, start) + middle + text.slice(start + length);
  });

const bomb = fc
  .tuple(fc.constantFrom(1_000, 600_000, 3_000_000), fc.constantFrom('[', '{"a":', ' ', '0,', '"'))
  .map(([size, piece]) => new Uint8Array(gzipSync(piece.repeat(Math.ceil(size / piece.length)))));

const damagedGzip = fc.tuple(envelope, fc.nat(), fc.nat({ max: 255 })).map(([value, at, byte]) => {
  const bytes = new Uint8Array(gzipSync(JSON.stringify(value) ?? ''));
  bytes[2 + (at % (bytes.length - 2))] = byte;
  return bytes;
});

/** A request's body: JSON, nearly JSON, bytes, gzip of each. Bombs are rare: each costs as much as a thousand others. */
export const bodies: fc.Arbitrary<string | Uint8Array<ArrayBuffer>> = fc.oneof(
  { weight: 600, arbitrary: envelope.map((value) => JSON.stringify(value) ?? '') },
  { weight: 250, arbitrary: mutated },
  { weight: 80, arbitrary: envelope.map((value) => new Uint8Array(gzipSync(JSON.stringify(value) ?? ''))) },
  { weight: 40, arbitrary: damagedGzip },
  { weight: 30, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)) },
  { weight: 1, arbitrary: bomb },
);
