import { mentionsIn } from '../../identity/mentions.ts';
import { writeIdentifier } from '../../identity/identifier.ts';
import type { Identifier, PersonRecord } from '../store.ts';
import { findHolding, type Found } from './holding.ts';
import { keysOfRow, type PersonRow } from './persons.ts';
import type { Row } from './sql.ts';
import type { Tables } from './tables.ts';

const iso = (ms: unknown): string | undefined => (typeof ms === 'number' ? new Date(ms).toISOString() : undefined);
const parsed = (text: unknown): unknown => JSON.parse(String(text)); // written by this store

const rowsIn = ({ sql }: Tables, text: string, values: readonly string[]): Row[] =>
  sql.all(text, JSON.stringify(values));

const IN = 'in (select value from json_each(?1))';

const persons = (tables: Tables, { persons: ids }: Found): PersonRecord['persons'] =>
  tables.sql.all<PersonRow>(`select * from persons where id ${IN}`, JSON.stringify(ids)).map((row) => ({
    id: row.id,
    ...keysOfRow(row),
    attributes: parsed(row.attributes),
    profile: parsed(row.profile),
    changedAt: iso(row.changed_at),
    ...(row.merged_into !== null && { mergedInto: row.merged_into }),
  }));

const visitors = (tables: Tables, { visitors: ids, persons: people }: Found): PersonRecord['visitors'] =>
  tables.sql
    .all(
      `select anonymous_id, first_seen_at, claimed_user_id, joined_to from visitors where anonymous_id ${IN}
         or anonymous_id in (select anonymous_id from links where person in (select value from json_each(?2)))`,
      JSON.stringify(ids),
      JSON.stringify(people),
    )
    .map((row) => ({
      anonymousId: row['anonymous_id'],
      firstSeenAt: iso(row['first_seen_at']),
      ...(row['claimed_user_id'] !== null && { claimedUserId: row['claimed_user_id'] }),
      ...(row['joined_to'] !== null && { joinedTo: row['joined_to'] }),
    }));

const messages = (tables: Tables, { persons: people, visitors: ids }: Found): PersonRecord['messages'] =>
  tables.sql
    .all(
      `select seq, source, received_at, occurred_at, body from messages where person ${IN}
       union select seq, source, received_at, occurred_at, body from messages
       where person is null and anonymous_id in (select value from json_each(?2)) order by seq`,
      JSON.stringify(people),
      JSON.stringify(ids),
    )
    .map((row) => ({
      source: row['source'],
      receivedAt: iso(row['received_at']),
      occurredAt: iso(row['occurred_at']),
      message: parsed(row['body']),
      deliveries: tables.sql.all('select destination, state, reason from outbox where seq = ?', row['seq'] as number), // its column
    }));

const carts = (tables: Tables, { persons: people, visitors: ids }: Found): PersonRecord['carts'] =>
  tables.sql
    .all(
      `select cart_id, intent_at, filled, closed_at, closed_by from carts where person ${IN} or buyer ${IN}
         or cart_id in (select cart_id from cart_visitors where anonymous_id in (select value from json_each(?2)))`,
      JSON.stringify(people),
      JSON.stringify(ids),
    )
    .map((row) => ({
      cartId: row['cart_id'],
      usedAt: iso(row['intent_at']),
      isFilled: row['filled'] === 1,
      boughtAt: iso(row['closed_at']),
      boughtBy: row['closed_by'] ?? undefined,
    }));

const quarantined = (tables: Tables, names: ReadonlySet<string>): PersonRecord['quarantined'] =>
  tables.sql
    .all<{ body: string; received_at: number; reason: string }>('select body, received_at, reason from quarantine')
    .map(({ body, received_at, reason }) => ({ receivedAt: iso(received_at), reason, message: parsed(body) }))
    .filter(({ message }) => mentionsIn(message).some((one) => names.has(writeIdentifier(one))));

const namesOf = (people: PersonRecord['persons'], { visitors: ids, identifier }: Found): ReadonlySet<string> =>
  new Set([
    ...people.flatMap((person) =>
      (['email', 'userId', 'phone'] as const).flatMap((key) =>
        typeof person[key] === 'string' ? writeIdentifier({ key, value: person[key] }) : [],
      ),
    ),
    ...ids.map((value) => writeIdentifier({ key: 'anonymousId', value })),
    ...(identifier ? [writeIdentifier(identifier)] : []),
  ]);

/** Everything that is held about somebody. */
export const readRecord = (tables: Tables, who: readonly Identifier[]): PersonRecord => {
  const found = findHolding(tables, who);
  const people = persons(tables, found);
  return {
    persons: people,
    visitors: visitors(tables, found),
    messages: messages(tables, found),
    carts: carts(tables, found),
    orders: rowsIn(tables, `select order_id, state from orders where person ${IN}`, found.persons).map((row) => ({
      orderId: row['order_id'],
      state: parsed(row['state']),
    })),
    quarantined: quarantined(tables, namesOf(people, found)),
    destinations: rowsIn(
      tables,
      `select destination, delivered_version, memory from lanes where lane ${IN}`,
      found.persons,
    ).map((row) => ({
      destination: row['destination'],
      toldVersion: row['delivered_version'],
      knows: parsed(row['memory']),
    })),
  };
};
