/** A record of anything. */
export type Values = Readonly<Record<string, unknown>>;

/** A record without what is undefined: the contract leaves out what is not known. */
export const compact = <T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  }; // what was undefined is gone
