import { randomBytes } from 'node:crypto';
import type { Tables } from './tables.ts';

const SECRET_BYTES = 32;

/** A secret of this store, made at its first use, so that what it signs outlives a restart. */
export const secretOf = ({ sql }: Tables, name: 'cookies' | 'tombstones'): string => {
  const find = (): string | undefined =>
    sql.get<{ value: string }>('select value from secrets where name = ?', name)?.value;
  const known = find();
  if (known !== undefined) return known;
  sql.run('insert into secrets values (?, ?)', name, randomBytes(SECRET_BYTES).toString('hex'));
  return find() ?? '';
};
