import { normaliseCartId, valueOf } from './cart.ts';

/** Properties with what the contract has the client compute or clean. */
export const completed = (properties: Record<string, unknown>): Record<string, unknown> => {
  const { cart_id, items } = properties;
  return {
    ...(Array.isArray(items) && { value: valueOf(items as never) }), // a wrong item makes NaN here, and is named by the relay
    ...properties,
    ...(typeof cart_id === 'string' && { cart_id: normaliseCartId(cart_id) }),
  };
};
