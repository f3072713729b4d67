import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventAliases, lineItemAliases, propertyAliases } from '../../src/relay/normalise/aliases.ts';
import { moneySources, toMajor, type MoneySource } from '../../src/relay/normalise/money.ts';
import { normalise } from '../../src/relay/normalise/normalise.ts';
import { checkMessage, definePlan, eventNames } from '../../src/schema.ts';
import { runsOf, seeds } from './runs.ts';

const plan = definePlan();
type Values = Record<string, unknown>;

const sources = Object.keys(moneySources) as MoneySource[];
const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD');
const minor = fc.integer({ min: 0, max: 10_000_000 });
const digits: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };
const inMajor = (units: number, code: string): number => units / 10 ** (digits[code] ?? 2);

const id = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme-ascii' }).filter((text) => text.trim() !== '');

const lineItem = (code: string): fc.Arbitrary<Values> =>
  fc.record(
    {
      product_id: id,
      quantity: fc.integer({ min: 1, max: 99 }),
      name: fc.string(),
      price: minor.map((units) => inMajor(units, code)),
      sku: fc.string(),
      variant_id: id,
      note: fc.jsonValue(),
    },
    { requiredKeys: ['product_id', 'quantity', 'price'] },
  );

const sum = (items: readonly Values[], code: string): number => {
  const scale = 10 ** (digits[code] ?? 2);
  return (
    items.reduce((all, item) => all + Math.round(Number(item['price']) * scale) * Number(item['quantity']), 0) / scale
  );
};

/** Messages as our own client sends them. */
const canonical: fc.Arbitrary<Values> = currency.chain((code) =>
  fc
    .record({
      items: fc.array(lineItem(code), { maxLength: 4 }),
      cart_id: id.filter((text) => !/\?|^gid/.test(text)),
      total: minor,
    })
    .chain(({ items, cart_id, total }) => {
      const cart = { cart_id, items, currency: code, value: sum(items, code) };
      const order = { cart_id, order_id: 'o1', items, currency: code, total: inMajor(total, code), revenue: 1 };
      return fc.constantFrom<Values>(
        { type: 'track', event: 'added_to_cart', anonymousId: 'a', properties: { ...cart, added: items } },
        { type: 'track', event: 'removed_from_cart', anonymousId: 'a', properties: { ...cart, removed: items } },
        { type: 'track', event: 'cart_viewed', anonymousId: 'a', properties: cart },
        { type: 'track', event: 'checkout_started', anonymousId: 'a', properties: cart },
        { type: 'track', event: 'order_completed', anonymousId: 'a', properties: order },
        { type: 'identify', anonymousId: 'a', traits: { email: 'a@b.example', first_name: 'x' } },
        { type: 'page', anonymousId: 'a', properties: { url: 'https://shop.example/' } },
      );
    }),
);

const eventName = fc.constantFrom(
  ...eventNames,
  ...Object.values(eventAliases).flatMap((aliases) => aliases.map(({ name }) => name)),
  'quiz_finished',
);
const key = fc.constantFrom(
  ...[lineItemAliases, propertyAliases].flatMap((table) => [...Object.keys(table), ...Object.values(table).flat()]),
  'productId', 'value', 'total', 'shipping', 'added', 'removed', 'discount', 'currencyCode', 'next_charge_at', 'granted', 'other',
); // prettier-ignore
const amountText = fc.oneof(
  fc.stringMatching(/^[$€]?\d{1,3}([.,' ]\d{1,3}){0,3}( EUR| €)?$/),
  fc.constantFrom('free', '', '-5', '1.234'),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  amountText,
  fc.constantFrom(null, true, '[]', '[{"product_id":1,"qty":"2","price":"$3"}]', 'eur', 'gid://shopify/Cart/x?key=y'),
  fc.array(fc.dictionary(key, fc.oneof(fc.integer(), amountText), { maxKeys: 6 }), { maxLength: 3 }),
  fc.record({ amount: amountText, currencyCode: currency }),
);
/** Messages as the world sends them: known names with any value. */
const foreign: fc.Arbitrary<Values> = fc.record({
  type: fc.constant('track'),
  anonymousId: fc.constant('a'),
  event: eventName,
  properties: fc.dictionary(key, value, { maxKeys: 10 }),
});

const asJson = (input: Values): Values => JSON.parse(JSON.stringify(input)) as Values;

describe.each(seeds)('normalising, with the %s seed', (_, seed) => {
  const options = { seed, numRuns: runsOf(1_500) };

  test('leaves canonical input as it is, whoever sends it in major units', () => {
    fc.assert(
      fc.property(
        canonical,
        fc.constantFrom<MoneySource>('major', 'decimal_point', 'decimal_comma', 'shopify'),
        (input, money) => {
          const message = asJson(input);
          expect(normalise(message, { plan, money })).toEqual({ ok: true, value: { message, drift: [] } });
          expect(checkMessage(message, plan)).toMatchObject({ ok: true });
        },
      ),
      options,
    );
  });

  test('is done once: what came out goes through again unchanged', () => {
    fc.assert(
      fc.property(foreign, fc.constantFrom(...sources), (input, money) => {
        const message = asJson(input);
        const before = JSON.stringify(message);
        const once = normalise(message, { plan, money });
        expect(JSON.stringify(message)).toBe(before); // the input is not touched
        if (!once.ok) {
          expect(once.problem.path).toMatch(/^\/properties\//);
          return;
        }
        const again = normalise(once.value.message, { plan });
        expect(again).toMatchObject({ ok: true });
        expect(again.ok && again.value.message).toEqual(once.value.message);
        expect(again.ok && again.value.drift.filter(({ kind }) => kind !== 'mismatch')).toEqual([]);
      }),
      options,
    );
  });

  test('reads an amount in every spelling that has one reading as the same number', () => {
    fc.assert(
      fc.property(minor, currency, (units, code) => {
        const amount = inMajor(units, code);
        const fixed = amount.toFixed(digits[code] ?? 2);
        const read = (source: MoneySource, text: unknown): unknown => {
          const reading = toMajor(source, text, code);
          return reading.ok ? reading.amount : reading.expected;
        };
        expect(read('minor', units)).toBe(amount);
        expect(read('minor', String(units))).toBe(amount);
        expect(read('decimal_point', fixed)).toBe(amount);
        expect(
          read(
            'decimal_point',
            `${code} ${amount.toLocaleString('en-US', { minimumFractionDigits: digits[code] ?? 2 })}`,
          ),
        ).toBe(amount);
        expect(
          read(
            'decimal_comma',
            `${amount.toLocaleString('de-DE', { minimumFractionDigits: digits[code] ?? 2 })} ${code}`,
          ),
        ).toBe(amount);
        if ((digits[code] ?? 2) === 2) expect(read('major', `$${fixed}`)).toBe(amount);
      }),
      options,
    );
  });

  test('a text is read in one way, or in none', () => {
    fc.assert(
      fc.property(amountText, (text) => {
        const [either, point, comma] = (['major', 'decimal_point', 'decimal_comma'] as const).map((source) =>
          toMajor(source, text, 'EUR'),
        );
        if (!either?.ok) return;
        for (const declared of [point, comma]) if (declared?.ok) expect([declared.amount]).toEqual([either.amount]);
      }),
      options,
    );
  });
});
