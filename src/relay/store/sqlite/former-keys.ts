import type { PersonKey } from '../../identity/keys.ts';
import type { Tables } from './tables.ts';

/** Remembers what a person was called before, so that they are found by it when they want to be erased. */
export const keepFormerKey = ({ sql }: Tables, person: string, key: PersonKey, value: string | null): void => {
  if (value !== null) sql.run('insert into former_keys values (?, ?, ?) on conflict do nothing', key, value, person);
};
