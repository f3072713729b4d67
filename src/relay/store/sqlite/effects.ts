import type { Effect } from '../../identity/decision.ts';
import { NOBODY, personAt, type Link } from '../../identity/snapshot.ts';
import { moveCarts } from './carts.ts';
import { mergePersons } from './merge.ts';
import { createPerson, readLinks, setKey } from './persons.ts';
import { reassign } from './reassign.ts';
import { release } from './release.ts';
import { count, type Tables } from './tables.ts';
import { handOverWaiting } from './waiting.ts';

type Kind<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

const recordLinked = ({ sql }: Tables, { persons, reason }: Kind<'record_linked'>, at: number): void => {
  const [one, other] = persons.toSorted();
  sql.run('insert into linked_persons values (?, ?, ?, ?) on conflict do nothing', one ?? '', other ?? '', reason, at);
};

const putLink = ({ sql }: Tables, anonymousId: string, from: number, person: string): void => {
  sql.run(
    'insert into links values (?, ?, ?) on conflict do update set person = excluded.person',
    anonymousId,
    from,
    person,
  );
};

/** Whose the new link's stretch of time was before: of the link before it, else of the one after, whose past it was. */
const ownerBefore = (links: readonly Link[], from: number): string | undefined => personAt(links, from);

const linkVisitor = (tables: Tables, { anonymousId, person, from, since }: Kind<'link'>, at: number): string[] => {
  const before = readLinks(tables, anonymousId);
  if (since !== undefined && since > 0) putLink(tables, anonymousId, 0, NOBODY);
  putLink(tables, anonymousId, since ?? from, person);
  const links = readLinks(tables, anonymousId);
  const owner = ownerBefore(before, from);
  const stretch = {
    anonymousId,
    links,
    from: before.some((link) => link.from < from) ? from : 0,
    until: before.find((link) => link.from > from)?.from ?? Number.MAX_SAFE_INTEGER,
  };
  const late = owner === undefined ? [] : reassign(tables, { ...stretch, before: owner }, at);
  return [...late, ...release(tables, anonymousId), ...handOverWaiting(tables, anonymousId)];
};

const moveCart = (tables: Tables, { anonymousId, from, to, at }: Kind<'move_cart'>): string[] => {
  // a visitor who has moved on since took the cart along already
  const isLatest = readLinks(tables, anonymousId).every((link) => link.from <= at);
  return isLatest ? moveCarts(tables, anonymousId, from, to, at) : [];
};

/** Applies one effect; returns the persons whose state or lanes may have changed by it. */
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
      return linkVisitor(tables, effect, at);
    case 'keep_claim':
      sql.run('update visitors set claimed_user_id = ? where anonymous_id = ?', effect.userId, effect.anonymousId);
      return [];
    case 'record_linked':
      recordLinked(tables, effect, at);
      return [];
    case 'move_cart':
      return moveCart(tables, effect);
    case 'merge':
      return mergePersons(tables, effect, at);
  }
};

/** Applies what a message changes, in order; returns the persons whose state or lanes may have changed. */
export const applyEffects = (tables: Tables, effects: readonly Effect[], at: number): Set<string> =>
  new Set(effects.flatMap((effect) => [...applyEffect(tables, effect, at)]));
