/** Listeners by event name. Each is called in a task of its own, so that one that throws breaks nothing but itself. */
export const createEmitter = <Events>(): {
  on: <N extends keyof Events>(name: N, listener: (event: Events[N]) => void) => () => void;
  emit: <N extends keyof Events>(name: N, event: Events[N]) => void;
} => {
  const listeners = new Set<<N extends keyof Events>(name: N, event: Events[N]) => void>();
  return {
    on: (wanted, listener) => {
      const listen = (name: keyof Events, event: unknown): void => {
        if (name === wanted) listener(event as never);
      };
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    emit: (name, event) => listeners.forEach((listen) => queueMicrotask(() => listen(name, event))),
  };
};
