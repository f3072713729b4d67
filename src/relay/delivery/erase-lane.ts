import type { DeliverContext, Delivery, Destination } from '../destinations/destination.ts';
import type { Lane, LaneResult } from '../store/store.ts';

const byHand = (name: string): string =>
  `${name} has no way to erase a person that the relay could use; erase them there by hand`;

/** Has a destination erase a person. One that cannot says so, and somebody has to do it there. */
export const deliverErasure = async (
  { name, erase }: Destination,
  lane: Lane,
  context: DeliverContext,
): Promise<Delivery> => {
  const verdict = erase ? await erase(lane, context) : ({ status: 'reject', reason: byHand(name) } as const);
  return { person: { verdict, memory: lane.memory }, messages: [] };
};

/** What became of an erasure; nothing while it has to be tried again. */
export const erasedBy = ({ erasure }: Lane, { person }: Delivery): Pick<LaneResult, 'erased'> => {
  if (!erasure || !person) return {};
  const { verdict } = person;
  if (verdict.status === 'ok') return { erased: { status: 'done' } };
  return verdict.status === 'reject' ? { erased: { status: 'refused', reason: verdict.reason } } : {};
};
