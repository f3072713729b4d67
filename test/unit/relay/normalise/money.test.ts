import { describe, expect, test } from 'vitest';
import { toMajor, type MoneySource } from '../../../../src/relay/normalise/money.ts';

const amount = (source: MoneySource, value: unknown, currency = 'EUR'): unknown => {
  const reading = toMajor(source, value, currency);
  return reading.ok ? reading.amount : 'refused';
};

describe('money without a declared form', () => {
  test.each([
    [49, 49],
    [49.5, 49.5],
    [1.234, 1.234],
    [-5, -5],
    ['49', 49],
    ['4900', 4900],
    ['$49.00', 49],
    ['US$49.00', 49],
    ['49,00 €', 49],
    ['49,00\u00A0€', 49],
    ['EUR 49.00', 49],
    ['49.00 CHF', 49],
    ['kr 1 249,50', 1249.5],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ["1'234.50", 1234.5],
    ['1\u202F234,50', 1234.5],
    ['1.234.567', 1234567],
    ['1,234,567', 1234567],
    ['1234.567', 1234.567],
    ['0.125', 0.125],
    ['0,125', 0.125],
    ['.5', 0.5],
    ['-49.00', -49],
    ['−49,00 €', -49],
    ['¥5000', 5000],
    [{ amount: '49.00', currencyCode: 'EUR' }, 49],
    [{ amount: 49.5 }, 49.5],
    [{ centAmount: 4950, fractionDigits: 2, currencyCode: 'EUR' }, 49.5],
    [{ centAmount: 4950, fractionDigits: 0, currencyCode: 'JPY' }, 4950],
  ])('%j is %d', (value, expected) => expect(amount('major', value)).toBe(expected));

  test.each([
    '1.234', '1,234', '$1.234', '12.345 €', '', 'free', '10%', '49.00.00', '1,23,456', '1.2.3', '12 34', '4900 cents',
    'NaN', 'Infinity', '1e5', '0x10', '--5', '5-', null, true, [], {}, { amount: 'x' }, { amount: '1.234' }, { centAmount: 1.5 },
    { centAmount: 1, fractionDigits: 9 },
  ])('%j is refused', (value) => expect(amount('major', value)).toBe('refused')); // prettier-ignore
});

describe('money in the form that its source declares', () => {
  test.each([
    ['minor', 4900, 'EUR', 49],
    ['minor', '4900', 'EUR', 49],
    ['minor', 4900, 'JPY', 4900],
    ['minor', 4900, 'KWD', 4.9],
    ['minor', '49.00', 'EUR', 49],
    ['minor', 49.5, 'EUR', 'refused'],
    ['shopify_ajax', 4900, 'EUR', 49],
    ['shopify_ajax', 490000, 'KRW', 4900],
    ['decimal_point', '1.234', 'KWD', 1.234],
    ['decimal_point', '1,234', 'USD', 1234],
    ['decimal_comma', '1.234', 'EUR', 1234],
    ['decimal_comma', '1,234', 'EUR', 1.234],
    ['decimal_comma', '1,234.50', 'EUR', 'refused'],
    ['shopify', '49.00', 'EUR', 49],
    ['woocommerce_store_api', '4900', 'EUR', 49],
    ['commercetools', { centAmount: 4900, fractionDigits: 2 }, 'EUR', 49],
  ] as const)('%s: %j in %s is %s', (source, value, currency, expected) =>
    expect(amount(source, value, currency)).toBe(expected),
  );
});

test('a text tells its currency', () => {
  expect(toMajor('major', '49.00 USD', '')).toMatchObject({ currency: 'USD' });
});
