import { toMajor as majorOf } from '../identity/money.ts';
import { isRecord } from '../record.ts';
import { readAmount, type DecimalMark } from './read-amount.ts';

/** What a source's whole numbers count, and how its texts mark decimals. */
interface MoneyForm {
  readonly integers: 'major' | 'minor' | 'hundredths';
  readonly decimals: DecimalMark;
}

/** Who sends, by how it writes money: what `money` of a key names. */
export type MoneySource =
  | 'major'
  | 'minor'
  | 'decimal_point'
  | 'decimal_comma'
  | 'shopify_ajax'
  | 'shopify'
  | 'woocommerce_store_api'
  | 'commercetools';

/**
 * The forms of money, by who sends it. `major` is the default: numbers are major units, and a text is taken when it can be
 * read in one way only.
 */
export const moneySources: Readonly<Record<MoneySource, MoneyForm>> = {
  major: { integers: 'major', decimals: 'either' },
  /** 4900 is 49.00 EUR, and 4900 JPY. */
  minor: { integers: 'minor', decimals: 'either' },
  decimal_point: { integers: 'major', decimals: '.' },
  decimal_comma: { integers: 'major', decimals: ',' },
  /** Shopify's AJAX API: hundredths in every currency, also in those that have no cents. */
  shopify_ajax: { integers: 'hundredths', decimals: '.' },
  /** Shopify's Storefront API, standard events and webhooks; Recharge. */
  shopify: { integers: 'major', decimals: '.' },
  woocommerce_store_api: { integers: 'minor', decimals: '.' },
  commercetools: { integers: 'minor', decimals: '.' },
};

/** True for the name of a form of money. */
export const isMoneySource = (name: string): name is MoneySource => Object.hasOwn(moneySources, name);

/** Money in major units, with what came in words, or why it is none. */
export type MoneyReading =
  | { readonly ok: true; readonly amount: number; readonly came: string; readonly currency?: string }
  | { readonly ok: false; readonly expected: string };

const NOT_MONEY = 'a number in major units such as 49.5, or a text such as "49.00"';

const read = (amount: number, came: string, currency?: string): MoneyReading => ({
  ok: true,
  amount,
  came,
  ...(currency !== undefined && { currency }),
});

const inMajor = (amount: number, { integers }: MoneyForm, currency: string, came: string): MoneyReading => {
  if (integers === 'major') return read(amount, came);
  if (!Number.isSafeInteger(amount))
    return { ok: false, expected: `a whole number of ${integers === 'minor' ? 'minor units' : 'hundredths'}` };
  return read(integers === 'minor' ? majorOf(amount, currency) : amount / 100, `${came} in ${integers}`);
};

/** Decimals in a text say that it is in major units, whatever the source's whole numbers count. */
const readText = (text: string, form: MoneyForm, currency: string): MoneyReading => {
  const trimmed = text.trim();
  if (/^-?\d+$/.test(trimmed)) return inMajor(Number(trimmed), form, currency, 'a text');
  const found = readAmount(trimmed, form.decimals);
  if (found.kind === 'ambiguous')
    return { ok: false, expected: 'an amount with one reading; name the form as "money" of its key' };
  if (found.kind === 'none') return { ok: false, expected: NOT_MONEY };
  return read(found.amount, 'a text', found.currency);
};

const codeOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Z]{3}$/i.test(value) ? value.toUpperCase() : undefined;

/** `{ amount, currencyCode }` of Shopify, `{ centAmount, fractionDigits, currencyCode }` of commercetools. */
const readObject = (value: Record<string, unknown>, form: MoneyForm): MoneyReading => {
  const { centAmount, fractionDigits = 2, amount, currencyCode, currency_code } = value;
  const currency = codeOf(currencyCode ?? currency_code);
  if (Number.isSafeInteger(centAmount) && [0, 1, 2, 3, 4].includes(fractionDigits as number)) {
    return read((centAmount as number) / 10 ** (fractionDigits as number), 'an object of minor units', currency);
  }
  if (typeof amount === 'number') return read(amount, 'an object', currency);
  const found = typeof amount === 'string' ? readText(amount, { ...form, integers: 'major' }, '') : undefined;
  return found?.ok ? read(found.amount, 'an object', currency ?? found.currency) : { ok: false, expected: NOT_MONEY };
};

/**
 * Money as it came, in major units: 49 for "$49.00", "49,00 €", and for 4900 where the source declares minor units.
 * What can be read in two ways ("1.234") is refused, unless the source declares its decimal mark.
 * @param currency ISO 4217, which says how many digits the minor unit has; "" is two.
 */
export const toMajor = (source: MoneySource, value: unknown, currency: string): MoneyReading => {
  const form = moneySources[source];
  if (typeof value === 'number') return inMajor(value, form, currency, 'a number');
  if (typeof value === 'string') return readText(value, form, currency);
  return isRecord(value) ? readObject(value, form) : { ok: false, expected: NOT_MONEY };
};
