import { toMinor } from '../../../relay/identity/money.ts';
import { toMajor, type MoneySource } from '../../../relay/normalise/money.ts';
import { readTime } from '../../../relay/normalise/time.ts';

/** A cell's value, or what is wrong with it. */
export type Cell<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

const good = <T>(value: T): Cell<T> => ({ ok: true, value });
const SHOWN_CHARACTERS = 40;
const shown = (text: string): string =>
  text === ''
    ? 'nothing'
    : JSON.stringify(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);
const bad = (column: string, text: string, expected: string): Cell<never> => ({
  ok: false,
  reason: `${column}: ${shown(text)} came; expected ${expected}`,
});

const zone = /(Z|UTC|[+-]\d{2}:?\d{2})$/i;
/** Before that there were no shops on the web; a date of 1970 is an empty field that somebody has read as one. */
const FIRST_MS = Date.UTC(1990, 0);
const DAY_MS = 86_400_000;

/** A moment (Unix ms): "2025-10-07 09:50:26 +0200", ISO 8601, Unix seconds. Without a zone only where one was declared. */
export const readMoment = (column: string, text: string, now: number, utcOffset?: string): Cell<number> => {
  const expected =
    'a time with its zone, such as "2025-10-07 09:50:26 +0200" (a spreadsheet may have rewritten it: export the file again; or name the zone with --utc-offset)';
  const isBare = !zone.test(text) && !/^\d+$/.test(text);
  if (text === '' || (isBare && utcOffset === undefined)) return bad(column, text, expected);
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text} 00:00:00` : text;
  const ms = readTime(
    `${whole}${isBare ? (utcOffset ?? '') : ''}`.replace(/ ?UTC$/i, 'Z').replace(/ (?=[+-]\d{2}:?\d{2}$)/, ''),
  );
  if (ms === undefined) return bad(column, text, expected);
  if (ms < FIRST_MS || ms > now + DAY_MS) return bad(column, text, 'a time between 1990 and now');
  return good(ms);
};

/** Whole minor units; 0 of an empty cell. */
export const readMinor = (column: string, text: string, currency: string, source: MoneySource): Cell<number> => {
  if (text === '') return good(0);
  const read = toMajor(source, text, currency);
  if (!read.ok)
    return bad(
      column,
      text,
      /one reading/.test(read.expected)
        ? 'an amount with one reading; name the form with --money'
        : 'an amount such as "49.00"',
    );
  if (read.amount < 0) return bad(column, text, 'an amount of 0 or more');
  return good(toMinor(read.amount, currency));
};

export const readQuantity = (column: string, text: string): Cell<number> =>
  /^\d{1,9}(\.0+)?$/.test(text) ? good(Number(text)) : bad(column, text, 'a whole number');

/** ISO 4217 in any case. */
export const readCurrency = (column: string, text: string): Cell<string> =>
  /^[a-z]{3}$/i.test(text) ? good(text.toUpperCase()) : bad(column, text, 'a currency such as "EUR"');

const YES = /^(yes|true|1|subscribed|ja|oui|sí|si)$/i;
const NO = /^(no|false|0|not subscribed|unsubscribed|nein|non)$/i;

/** true, false, or undefined where nothing is said. */
export const readFlag = (column: string, text: string): Cell<boolean | undefined> =>
  text === ''
    ? good(undefined)
    : YES.test(text)
      ? good(true)
      : NO.test(text)
        ? good(false)
        : bad(column, text, '"yes" or "no"');
