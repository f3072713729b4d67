import type { Values } from '../compact.ts';
import { required, textAt } from '../fields.ts';
import { readTime } from '../../normalise/time.ts';

/** WooCommerce writes UTC without saying so: "2026-11-22T09:59:30" in `…_gmt`. Unix milliseconds. */
export const gmtAt = (record: Values, key: string): number | undefined => {
  const text = textAt(record, `${key}_gmt`);
  if (text === undefined) return undefined;
  const utc = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  return required(readTime(utc), `${key}_gmt`, 'a time (ISO 8601)', text);
};
