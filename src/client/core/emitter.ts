/** Listeners by event name. Each is called in a task of its own, so that one that throws breaks nothing but itself. */
export const createEmitter = <Events>(): {
  on: <N extends keyof Events>(name: N, listener: (event: Events[N]) => void) => () => void;
  emit: <N extends keyof Events>(name: N, event: Events[N]) => void;
} => {
  const listeners = new Set<readonly [name: keyof Events, listener: (event: never) => void]>();
  return {
    on: (...entry) => {
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    emit: (name, event) =>
      listeners.forEach(([wanted, listener]) => {
        if (wanted === name) queueMicrotask(() => listener(event as never));
      }),
  };
};
