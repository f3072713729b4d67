/** The work that has begun and not ended. */
export interface InFlight {
  readonly size: () => number;
  /** `onEnd` is called after the work has left the count, whether it succeeded or not. */
  readonly add: (work: Promise<unknown>, onEnd: () => void) => void;
  /** Resolves when all that is there now has ended. */
  readonly ended: () => Promise<void>;
}

export const createInFlight = (onError: (error: unknown) => void): InFlight => {
  const tasks = new Set<Promise<void>>();
  return {
    size: () => tasks.size,
    add: (work, onEnd) => {
      const task = work
        .then(() => undefined, onError)
        .finally(() => {
          tasks.delete(task);
          onEnd();
        });
      tasks.add(task);
    },
    ended: async () => {
      await Promise.all(tasks);
    },
  };
};
