/** Listeners by event name. Each is called in a task of its own, so that one that throws breaks nothing but itself. */
export const createEmitter = <Events>(): {
  on: <N extends keyof Events>(name: N, listener: (event: Events[N]) => void) => () => void;
  emit: <N extends keyof Events>(name: N, event: Events[N]) => void;
} => {
  const listeners = new Set<readonly [keyof Events, (event: never) => void]>();
  return {
    on: (name, listener) => {
      const entry = [name, listener] as const;
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    emit: (name, event) => {
      for (const [wanted, listener] of listeners) if (wanted === name) queueMicrotask(() => listener(event as never));
    },
  };
};
