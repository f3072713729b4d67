/** Which of the dead letters or quarantined messages; all of them where nothing is said. */
export interface ReplaySelection {
  readonly destination?: string | undefined;
  /** Places in order of arrival, as the feed shows them. */
  readonly seqs?: readonly number[] | undefined;
  readonly limit: number;
}

/** A refused message, whole. */
export interface QuarantinedMessage {
  readonly seq: number;
  readonly source: string;
  readonly messageId: string;
  readonly body: unknown;
}

/** What the store does for a replay: each method is one transaction. */
export interface ReplayStore {
  /** Makes dead letters pending again, with their attempts forgotten; returns how many. Their persons are told anew. */
  readonly redrive: (selection: ReplaySelection) => Promise<number>;
  /** The oldest quarantined messages after this place. */
  readonly quarantined: (
    selection: ReplaySelection & { readonly after: number },
  ) => Promise<readonly QuarantinedMessage[]>;
  /** Takes messages out of the quarantine: they stand among the accepted now. */
  readonly leaveQuarantine: (seqs: readonly number[]) => Promise<void>;
}
