import { randomBytes } from 'node:crypto';
import type { Tables } from './tables.ts';

const SECRET_BYTES = 32;
const NAME = 'cookies';

/** What signs the relay's cookies; made once, so that they outlive a restart. */
export const readSecret = ({ sql }: Tables): string => {
  sql.run('insert into secrets values (?, ?) on conflict do nothing', NAME, randomBytes(SECRET_BYTES).toString('hex'));
  return sql.get<{ value: string }>('select value from secrets where name = ?', NAME)?.value ?? '';
};
