import { toMinor } from '../identity/money.ts';
import { toMajor, type MoneySource } from '../normalise/money.ts';
import { readTime } from '../normalise/time.ts';
import { isRecord } from '../record.ts';
import { shownJson } from '../../schema/shown.ts';
import type { Values } from './compact.ts';

/**
 * A field that a platform sent in a form that nobody expects. Thrown inside a mapping only, and turned into data at its
 * edge: the delivery is kept, and shown with this sentence.
 */
export class Unreadable extends Error {
  readonly path: string;
  constructor(path: string, expected: string, came: unknown) {
    super(`${path}: ${expected} was expected; ${came === undefined ? 'nothing' : shownJson(came)} came`);
    this.path = `/${path.replaceAll('.', '/')}`;
  }
}

/** A text with something in it. */
export const textAt = (record: Values, key: string): string | undefined => {
  const value = record[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** An id, which platforms write as a number or as a text; 0 is nobody's. */
export const idAt = (record: Values, key: string): string | undefined => {
  const value = record[key];
  return typeof value === 'number' && value !== 0 ? String(value) : textAt(record, key);
};

export const numberAt = (record: Values, key: string): number | undefined => {
  const value = record[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** The object at a key; an empty one where there is none. */
export const recordAt = (record: Values, key: string): Values => {
  const value = record[key];
  return isRecord(value) ? value : {};
};

/** The objects of a list at a key; none where there is no list. */
export const listAt = (record: Values, key: string): readonly Values[] => {
  const value = record[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
};

/** What a mapping cannot do without. */
export const required = <T>(value: T | undefined, path: string, expected: string, came: unknown): T => {
  if (value === undefined) throw new Unreadable(path, expected, came);
  return value;
};

export const requiredId = (record: Values, key: string, path: string = key): string =>
  required(idAt(record, key), path, 'an id', record[key]);

/** A time in Unix milliseconds; undefined where none came. One that cannot be read is said. */
export const timeAt = (record: Values, key: string): number | undefined => {
  const value = record[key];
  if (value === undefined || value === null || value === '') return undefined;
  return required(readTime(value), key, 'a time (ISO 8601)', value);
};

/** Money in whole minor units; undefined where none came. Money that cannot be read is said, never guessed. */
export const minorAt = (
  record: Values,
  key: string,
  currency: string,
  form: MoneySource = 'decimal_point',
): number | undefined => {
  const value = record[key];
  if (value === undefined || value === null || value === '') return undefined;
  const reading = toMajor(form, value, currency);
  return required(reading.ok ? toMinor(reading.amount, currency) : undefined, key, 'an amount such as "49.00"', value);
};

/** ISO 4217, upper case. */
export const currencyAt = (record: Values, key: string): string | undefined => {
  const code = textAt(record, key)?.toUpperCase();
  return code !== undefined && /^[A-Z]{3}$/.test(code) ? code : undefined;
};
