import { isRecord } from '../record.ts';
import type { Identifier } from '../store/erasing.ts';
import { normaliseEmail, normalisePhone } from './keys.ts';

const KEYS: Readonly<Record<string, Identifier['key']>> = {
  userId: 'userId',
  user_id: 'userId',
  previousId: 'userId',
  anonymousId: 'anonymousId',
  anonymous_id: 'anonymousId',
};

/** Deeper than anything that the relay takes in. */
const MAX_LEVELS = 70;

const read = (name: string, text: string): readonly Identifier[] => {
  const email = normaliseEmail(text);
  const phone = /phone/i.test(name) ? normalisePhone(text) : undefined;
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  return [
    ...(email === undefined ? [] : [{ key: 'email', value: email } as const]),
    ...(phone === undefined ? [] : [{ key: 'phone', value: phone } as const]),
    ...(key === undefined || text.trim() === '' ? [] : [{ key, value: text.trim() }]),
  ];
};

/** Whom a message of any shape names: every email in it, and what stands under the names of ids and phone numbers. */
export const mentionsIn = (value: unknown, name = '', level = 0): readonly Identifier[] => {
  if (level > MAX_LEVELS) return [];
  if (typeof value === 'string') return read(name, value);
  if (typeof value === 'number') return Object.hasOwn(KEYS, name) ? read(name, String(value)) : [];
  if (Array.isArray(value)) return value.flatMap((entry) => mentionsIn(entry, name, level + 1));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => mentionsIn(entry, key, level + 1));
};

/** When a message of any shape says that it happened, else when it came: Unix milliseconds. */
export const momentIn = (body: unknown, receivedAt: number): number => {
  const said = isRecord(body) ? body['timestamp'] : undefined;
  const at = typeof said === 'string' ? Date.parse(said) : NaN;
  return Number.isNaN(at) ? receivedAt : at;
};
