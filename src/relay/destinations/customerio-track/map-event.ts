import type { StoredMessage } from '../../store/store.ts';
import type { Identifiers } from './identifiers.ts';
import { cutToBytes, limits } from './limits.ts';
import { timeValue, toSeconds } from './time.ts';

/** One item of `/api/v2/batch` that says what a person did. */
export interface EventItem {
  readonly type: 'person';
  readonly action: 'event' | 'page';
  readonly identifiers: Identifiers;
  /** A ULID; Customer.io ignores a repeated one. */
  readonly id: string;
  readonly name: string;
  /** Unix seconds. */
  readonly timestamp?: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Would override to whom, and from whom, the campaign's message goes. */
const OVERRIDES: ReadonlySet<string> = new Set(['recipient', 'from_address', 'reply_to']);

const dataOf = (properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => !OVERRIDES.has(name))
      .map(([name, value]) => [name, timeValue(name, value)]),
  );

/**
 * A track or page message as an event; undefined for the types that are not events. A page view's name is its address,
 * which is how Customer.io matches page views; where that is too long for a name it is cut, and whole in the attributes.
 */
export const mapEvent = (stored: StoredMessage, identifiers: Identifiers, id: string): EventItem | undefined => {
  const { message, occurredAt } = stored;
  if (message.type !== 'track' && message.type !== 'page') return undefined;
  const timestamp = toSeconds(occurredAt);
  return {
    type: 'person',
    action: message.type === 'page' ? 'page' : 'event',
    identifiers,
    id,
    name: cutToBytes(message.type === 'page' ? message.properties.url : message.event, limits.eventNameBytes),
    ...(timestamp !== undefined && { timestamp }),
    attributes: dataOf(message.properties ?? {}),
  };
};
