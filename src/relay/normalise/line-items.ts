import { lineItem } from '../../schema.ts';
import { isRecord } from '../record.ts';
import { lineItemAliases } from './aliases.ts';
import { coerceValues, type Reading, type Result } from './coerce.ts';
import { createKeyTable, renameKeys } from './rename-keys.ts';

/** Keys of a line item, in the contract's order. */
export const lineItemKeys: readonly string[] = Object.keys(lineItem.entries);

const table = createKeyTable(lineItemKeys, lineItemAliases);

/** A list as it came, or out of a text that holds one; anything else stays for the check to name. */
const parseList = (value: unknown, key: string, { drift }: Reading, strip: (parsed: unknown) => unknown): unknown => {
  if (typeof value !== 'string' || !/^\s*\[/.test(value)) return value;
  try {
    const parsed = strip(JSON.parse(value));
    drift.note('items', `${key}: a text`, 'a list');
    return parsed;
  } catch {
    return value; // no JSON: the check says what came
  }
};

const readItem = (raw: unknown, path: string, prefix: string, reading: Reading): Result<unknown> => {
  if (!isRecord(raw)) return { ok: true, value: raw };
  const renamed = renameKeys(raw, table, reading.drift, prefix);
  return coerceValues(renamed, table.keys, reading, path, prefix);
};

/**
 * Line items under their canonical names and in the contract's types.
 * @param key the property that they stand in: `items`, `added`, `removed`.
 * @param strip takes from parsed text what intake takes from every body.
 */
export const readItems = (
  value: unknown,
  key: string,
  reading: Reading,
  strip: (parsed: unknown) => unknown,
): Result<unknown> => {
  const list = parseList(value, key, reading, strip);
  if (!Array.isArray(list)) return { ok: true, value: list };
  const items: unknown[] = [];
  let same = list === value;
  for (const [index, raw] of list.entries()) {
    const item = readItem(raw, `/properties/${key}/${index}`, `${key}.`, reading);
    if (!item.ok) return item;
    same &&= item.value === raw;
    items.push(item.value);
  }
  return { ok: true, value: same ? value : items };
};
