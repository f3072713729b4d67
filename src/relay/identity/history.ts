import type { Message } from '../../schema.ts';

/** Told afterwards, from what a platform has on record. */
export const isHistory = ({ context }: Message): boolean => context?.backfill === true;

/** When the platform had it so on record (Unix ms); a moment of the message itself where that was not said. */
export const asOf = ({ context }: Message, at: number): number => {
  const ms = Date.parse(context?.as_of ?? '');
  return Number.isNaN(ms) ? at : ms;
};
