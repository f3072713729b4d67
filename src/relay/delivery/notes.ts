import type { Notes } from '../destinations/destination.ts';
import type { LoopOptions } from './destination-loop.ts';

/** A destination's own notes. What cannot be read or written is said in the log, and told to the destination once more. */
export const createNotes = ({ store, destination, now, logger }: LoopOptions): Notes => {
  const { name } = destination;
  const complain = (error: unknown): void => {
    logger.warn('notes_failed', { destination: name, error: String(error) });
  };
  return {
    read: async (names) => {
      try {
        return await store.notes.read(name, names);
      } catch (error) {
        complain(error);
        return new Map();
      }
    },
    write: async (notes) => {
      await store.notes.write(name, notes, now()).catch(complain);
    },
  };
};
