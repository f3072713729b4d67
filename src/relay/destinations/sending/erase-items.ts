import type { Verdict } from '../destination.ts';
import type { CallContext } from './call.ts';
import { sendItems, type Wire } from './send-batch.ts';
import { OK } from './verdicts.ts';

/** Sends what erases a person. Done when all of it was taken; tried again as a whole, because erasing twice is erasing once. */
export const eraseItems = async (items: readonly unknown[], wire: Wire, context: CallContext): Promise<Verdict> => {
  const verdicts = await sendItems(items, wire, context);
  return (
    verdicts.find(({ status }) => status === 'retry' || status === 'paused') ??
    verdicts.find(({ status }) => status === 'reject') ??
    OK
  );
};
