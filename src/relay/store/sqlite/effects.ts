import { moveCart } from '../../identity/carts.ts';
import type { Effect } from '../../identity/decide.ts';
import { createPerson, profileOf, readPerson, setKey, writeProfile } from './persons.ts';
import { release } from './release.ts';
import { count, type Tables } from './tables.ts';

type Kind<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

const handCartOver = (tables: Tables, effect: Kind<'move_cart'>, receivedAt: number): string[] => {
  const { anonymousId, from, to, at } = effect;
  const [giver, taker] = [readPerson(tables, from), readPerson(tables, to)];
  const [given, taken] = [profileOf(giver), profileOf(taker)];
  const moved = moveCart(given.carts, taken.carts, anonymousId, at);
  if (!moved) return [];
  writeProfile(tables, giver, { ...given, carts: moved.from }, receivedAt);
  writeProfile(tables, taker, { ...taken, carts: moved.to }, receivedAt);
  return [from, to];
};

const recordLinked = ({ sql }: Tables, { persons, reason }: Kind<'record_linked'>, at: number): void => {
  const [one, other] = persons.toSorted();
  sql.run('insert into linked_persons values (?, ?, ?, ?) on conflict do nothing', one ?? '', other ?? '', reason, at);
};

/** Applies one effect; returns the persons whose lanes may have become due by it. */
const applyEffect = (tables: Tables, effect: Effect, at: number): Iterable<string> => {
  const { sql } = tables;
  switch (effect.kind) {
    case 'create_person':
      createPerson(tables, effect.person, effect.origin, at);
      count(tables, 'persons');
      return [effect.person];
    case 'set_key':
      return setKey(tables, effect, at) ? [effect.person] : [];
    case 'link':
      sql.run(
        'insert into links values (?, ?, ?) on conflict do update set person = excluded.person',
        effect.anonymousId,
        effect.from,
        effect.person,
      );
      return release(tables, effect.anonymousId, at);
    case 'keep_claim':
      sql.run('update visitors set claimed_user_id = ? where anonymous_id = ?', effect.userId, effect.anonymousId);
      return [];
    case 'record_linked':
      recordLinked(tables, effect, at);
      return [];
    case 'move_cart':
      return handCartOver(tables, effect, at);
  }
};

/** Applies what a message changes, in order; returns the persons whose lanes may have become due. */
export const applyEffects = (tables: Tables, effects: readonly Effect[], at: number): Set<string> =>
  new Set(effects.flatMap((effect) => [...applyEffect(tables, effect, at)]));
