import * as v from 'valibot';
import type { ActivityTarget } from './activity-target.ts';
import { UserError } from '../problem.ts';
import type { OrderStanding } from '../../relay/store/orders.ts';

const standingSchema = v.object({
  orderId: v.string(),
  state: v.picklist(['delivered', 'pending', 'held', 'withheld', 'dead', 'quarantined', 'unknown']),
  reason: v.exactOptional(v.string()),
  total: v.exactOptional(v.number()),
  currency: v.exactOptional(v.string()),
});
const answerSchema = v.object({ orders: v.array(standingSchema) });
const errorSchema = v.object({ error: v.object({ message: v.string() }) });

const post = async ({ relay, key }: ActivityTarget, orderIds: readonly string[]): Promise<Response> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  try {
    return await fetch(`${relay}/activity/orders`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ orders: orderIds }),
    });
  } catch {
    throw new UserError(`--relay: nobody answers at ${relay}; the relay has to run to be compared with`);
  }
};

/** Asks the running relay what became of these orders. Throws UserErrors. */
export const askStanding = async (
  target: ActivityTarget,
  orderIds: readonly string[],
): Promise<readonly OrderStanding[]> => {
  const response = await post(target, orderIds);
  const body: unknown = await response.json().catch(() => undefined);
  const answer = v.safeParse(answerSchema, body);
  if (response.ok && answer.success) return answer.output.orders;
  const said = v.safeParse(errorSchema, body);
  const why = said.success
    ? said.output.error.message
    : 'not as a relay does; expected the address of a Cartline relay';
  throw new UserError(`--relay: ${target.relay} answered ${response.status}: ${why}`);
};
