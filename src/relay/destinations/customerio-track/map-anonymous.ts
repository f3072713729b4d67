import type { StoredMessage } from '../../store/store.ts';
import { mapEvent } from './map-event.ts';

/** An event of a visitor whom nobody knows. Only v1 documents one. */
export interface AnonymousItem {
  readonly action: 'anonymous';
  readonly body: Readonly<Record<string, unknown>> & { readonly anonymous_id: string; readonly id: string };
}

/** A visitor's track or page message as `POST /api/v1/events`; undefined for what is no event. */
export const mapAnonymous = (stored: StoredMessage, visitor: string, id: string): AnonymousItem | undefined => {
  const event = mapEvent(stored, { id: visitor }, id);
  if (!event) return undefined;
  const { name, action: type, timestamp, attributes: data } = event;
  const body = { anonymous_id: visitor, name, id, type, ...(timestamp !== undefined && { timestamp }), data };
  return { action: 'anonymous', body };
};
