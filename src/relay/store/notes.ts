/**
 * What a destination was told beside its persons: a small memory of texts by name, which a restart does not lose. Bounded: the
 * oldest are forgotten, so whoever writes here can bear to say something twice.
 */
export interface NotesStore {
  /** The texts under these names; a name without one is left out. */
  readonly read: (destination: string, names: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Replaces the texts under these names. `now`: Unix milliseconds. */
  readonly write: (destination: string, notes: ReadonlyMap<string, string>, now: number) => Promise<void>;
}
