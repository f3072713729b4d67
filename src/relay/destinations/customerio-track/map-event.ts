import type { StoredMessage } from '../../store/store.ts';
import { cutToBytes } from '../sending/bytes.ts';
import { eventData } from '../sending/event-data.ts';
import { historyMark } from '../sending/history.ts';
import { pageName } from '../sending/page-name.ts';
import { timeValue, toSeconds } from '../sending/time.ts';
import type { Identifiers } from './identifiers.ts';
import { limits } from './limits.ts';

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

/**
 * A track or page message as an event; undefined for the types that are not events, and for history that goes as
 * state. A page view's name is its address,
 * which is how Customer.io matches page views; where that is too long for a name it is cut, and whole in the attributes.
 */
export const mapEvent = (stored: StoredMessage, identifiers: Identifiers, id: string): EventItem | undefined => {
  const { message, occurredAt } = stored;
  if (stored.asState || (message.type !== 'track' && message.type !== 'page')) return undefined;
  const timestamp = toSeconds(occurredAt);
  return {
    type: 'person',
    action: message.type === 'page' ? 'page' : 'event',
    identifiers,
    id,
    name: cutToBytes(message.type === 'page' ? pageName(message.properties.url) : message.event, limits.eventNameBytes),
    ...(timestamp !== undefined && { timestamp }),
    attributes: eventData({ ...message.properties, ...historyMark(message) }, timeValue),
  };
};
