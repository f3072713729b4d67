/** Counts what is under way, so that a relay can stop without cutting anything off. */
export interface Gate {
  readonly isOpen: () => boolean;
  /** Lets work through and counts it until it is done. */
  readonly pass: <T>(work: Promise<T>) => Promise<T>;
  /** Shuts; resolves when everything that passed is done. */
  readonly close: () => Promise<void>;
}

/** Creates an open gate. */
export const createGate = (): Gate => {
  let open = true;
  const underWay = new Set<Promise<unknown>>();
  const pass = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work)).catch(() => undefined); // whoever passed it in sees the rejection
    return work;
  };
  const close = async (): Promise<void> => {
    open = false;
    await Promise.allSettled(underWay);
  };
  return { isOpen: () => open, pass, close };
};
