import { createHash, randomBytes } from 'node:crypto';
import type { NewMessage, Person } from '../store.ts';
import type { Tables } from './tables.ts';

const TOKEN_BYTES = 16;
const DAY_MS = 86_400_000;
/** A person is given another token after this; the older ones stay good for what lies in their inbox. */
const RENEW_MS = 30 * DAY_MS;
/** A pause that ends a visit, as web analytics counts visits. */
const VISIT_PAUSE_MS = 30 * 60_000;
/** Held messages that are looked at to find where a visit began. */
const VISIT_MESSAGES = 1_000;

/** The name under which destinations get a person's token, for links in their mails. */
const LINK_ATTRIBUTE = 'cartline_link';

/** The person behind a token, who may have been merged into another since. */
const personOfToken = ({ sql }: Tables, hash: string): string | undefined =>
  sql.get<{ id: string }>(
    `select coalesce(p.merged_into, p.id) as id from link_tokens t join persons p on p.id = t.person where t.hash = ?`,
    hash,
  )?.id;

/** When the visit began in which the visitor is now. */
const visitStart = ({ sql }: Tables, visitor: string, at: number): number => {
  const held = sql.all<{ moment: number }>(
    'select moment from messages where anonymous_id = ? and person is null and moment <= ? order by moment desc limit ?',
    visitor,
    at,
    VISIT_MESSAGES,
  );
  const pause = held.findIndex(({ moment }, index) => (held[index - 1]?.moment ?? at) - moment > VISIT_PAUSE_MS);
  return (pause < 0 ? held.at(-1) : held[pause - 1])?.moment ?? at;
};

/** Whom an unknown visitor who came by a link in a mail is taken for, and since when. */
export const invitation = (
  tables: Tables,
  { linkHash, occurredAt }: NewMessage,
  visitor: string,
): { readonly person: string; readonly since: number } | undefined => {
  const person = linkHash === undefined ? undefined : personOfToken(tables, linkHash);
  return person === undefined ? undefined : { person, since: visitStart(tables, visitor, occurredAt) };
};

export interface LaneToken {
  readonly lane: string;
  readonly linkAt: number | null;
}

/**
 * The person with a new token, if one is due at this destination. The token itself is nowhere kept: should it not
 * arrive, the next attempt makes another.
 */
export const withLinkToken = (
  { sql }: Tables,
  destination: string,
  { lane, linkAt }: LaneToken,
  person: Person,
  now: number,
): Person | undefined => {
  if (linkAt !== null && now - linkAt < RENEW_MS) return undefined;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const hash = createHash('sha256').update(token).digest('hex');
  sql.run('insert into link_tokens values (?, ?, ?)', hash, lane, now);
  sql.run('update lanes set link_offered_at = ? where destination = ? and lane = ?', now, destination, lane);
  return { ...person, attributes: { ...person.attributes, [LINK_ATTRIBUTE]: token } };
};
