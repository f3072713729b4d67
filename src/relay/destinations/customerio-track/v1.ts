import type { EraseItem } from './map-erasure.ts';
import type { EventItem } from './map-event.ts';
import type { IdentifyItem } from './map-person.ts';
import type { AnonymousItem } from './map-anonymous.ts';
import type { MergeItem } from './map-merge.ts';

/** A request of the v1 API: one for each item. */
export interface V1Request {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type TrackItem = IdentifyItem | EventItem | AnonymousItem | MergeItem | EraseItem;

/** v1 infers the kind of key from its shape, and would take a phone number for a customer id. */
export const addressableByV1 = (item: TrackItem): boolean => !('identifiers' in item && 'phone' in item.identifiers);

const segmentOf = ({ identifiers }: IdentifyItem | EventItem | EraseItem): string =>
  encodeURIComponent(Object.values(identifiers)[0] as string); // exactly one identifier, a string

const isErasure = (item: TrackItem): item is EraseItem => item.action === 'suppress' || item.action === 'delete';

/** v1 says `data`, `type` and `_timestamp` where v2 says `attributes`, `action` and `timestamp`. */
export const toV1 = (item: TrackItem): V1Request => {
  if (item.action === 'anonymous') return { method: 'POST', path: '/api/v1/events', body: item.body };
  if (item.action === 'merge') {
    const { primary, secondary } = item;
    return { method: 'POST', path: '/api/v1/merge_customers', body: { primary, secondary } };
  }
  const path = `/api/v1/customers/${segmentOf(item)}`;
  if (isErasure(item))
    return item.action === 'delete'
      ? { method: 'DELETE', path, body: {} }
      : { method: 'POST', path: `${path}/suppress`, body: {} };
  const { timestamp } = item;
  if (item.action === 'identify') {
    const body = { ...item.attributes, ...(timestamp !== undefined && { _timestamp: timestamp }) };
    return { method: 'PUT', path, body };
  }
  const { id, name, action, attributes } = item;
  const body = { name, id, type: action, ...(timestamp !== undefined && { timestamp }), data: attributes };
  return { method: 'POST', path: `${path}/events`, body };
};
