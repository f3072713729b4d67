import type { Message } from '../../../schema.ts';

/** Says of an event that it is history, so that a campaign's trigger can leave it out. */
export const historyMark = ({ context }: Message): Readonly<Record<string, true>> =>
  context?.backfill === true ? { backfill: true } : {};
