import type { Destination, HistoryPolicy } from '../destination.ts';
import { createCatalogue } from '../objects/catalogue.ts';
import { remembering } from '../objects/remembering.ts';
import type { ObjectOptions } from '../objects/object-types.ts';
import type { Fetch } from '../sending/call.ts';
import { deliverLane, refuseLane } from '../sending/deliver-lane.ts';
import { eraseItems } from '../sending/erase-items.ts';
import type { Wire } from '../sending/send-batch.ts';
import { createVisitorClaims } from '../sending/visitors.ts';
import { mapErasure } from './map-erasure.ts';
import type { Dialect } from './item.ts';
import { planPerson, planVisitor } from './plan-lane.ts';

/** Options that all destinations of the family share. */
export interface FamilyOptions {
  /**
   * `hold` (default): nothing is sent until the visitor is known. `forward`: what unknown visitors do is sent at once
   * under their anonymous ids, and is not sent again when they become known.
   */
  readonly anonymous?: 'hold' | 'forward';
  /** What of a backfill goes as events. Default "older": what was older than 96 hours when it came. */
  readonly history?: HistoryPolicy;
  /** How the destination is called in the store and on the activity page. */
  readonly name?: string;
  /** Of one request. Default 10,000. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

export interface FamilyDestination {
  readonly name: string;
  readonly anonymous: 'hold' | 'forward';
  readonly history?: HistoryPolicy | undefined;
  readonly dialect: Dialect;
  readonly wire: Wire;
  /** The object types that exist at the destination. Default: none. */
  readonly objectTypes?: ObjectOptions | undefined;
  /** `commands`: it obeys the track events by which Customer.io forgets somebody. Else why it cannot erase. */
  readonly erasing: 'commands' | { readonly refusal: string };
}

const MESSAGES_PER_LANE = 100;
const LANES = 8;

const noKeyAt = (vendor: string): string =>
  `the person has neither a customer id nor an email, and ${vendor} knows no other key; replay it when one is known`;

/** A destination whose API is of the Segment family. */
export const createFamily = ({
  name,
  anonymous,
  history = 'older',
  dialect,
  wire,
  objectTypes,
  erasing,
}: FamilyDestination): Destination => {
  const objects = objectTypes && { types: objectTypes, catalogue: createCatalogue() };
  const claims = anonymous === 'forward' ? createVisitorClaims() : undefined;
  return {
    name,
    anonymous,
    history,
    limits: { perLane: MESSAGES_PER_LANE, lanes: LANES },
    deliver: async (lane, { signal, now, notes }) => {
      const context = { signal, now };
      if (lane.visitor !== undefined)
        return deliverLane(lane, await planVisitor(lane, lane.visitor, dialect), wire, context);
      return remembering(lane, { claims, objects, notes }, async () => {
        const plan = await planPerson(lane, { claims, objects }, dialect);
        return plan ? deliverLane(lane, plan, wire, context) : refuseLane(lane, noKeyAt(wire.vendor.name));
      });
    },
    erase: async (lane, { signal, now }) =>
      erasing === 'commands'
        ? eraseItems(await mapErasure(lane), wire, { signal, now })
        : { status: 'reject', reason: erasing.refusal },
  };
};
