import * as v from 'valibot';
import type { RecordedRequest } from './recorded.ts';

interface FaultScope {
  /** How many requests it meets. Default: all until it is stopped. */
  readonly times?: number;
  /** Which requests it meets. Default: every one. */
  readonly when?: (request: RecordedRequest) => boolean;
}

/** A status is answered in place of processing; the other kinds say themselves whether the request is processed. */
export type Fault = FaultScope &
  (
    | { readonly status: number; readonly retryAfter?: number | string }
    | { readonly kind: 'reset-before-processing' | 'reset-after-processing' }
    /** Processed at once, answered after `ms`. */
    | { readonly kind: 'slow'; readonly ms: number }
    /** Not processed: another host is named, as for a workspace of the other region. */
    | { readonly kind: 'redirect'; readonly location: string }
    /** Processed but for the items at these places of a batch, which a 207 names: Customer.io's Track v2 only. */
    | { readonly kind: 'partial'; readonly items: readonly number[] }
    /** Processed, and the connection breaks in the middle of the answer's body. */
    | { readonly kind: 'truncated-body' }
  );

export interface Faults {
  /** Starts a fault; returns what stops it. */
  inject(fault: Fault): () => void;
  /** The fault that meets this request, the first injected first. */
  take(request: RecordedRequest): Fault | undefined;
  clear(): void;
}

const times = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1)));

const faultSchema: v.GenericSchema<unknown, Fault> = v.union([
  v.strictObject({
    status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
    retryAfter: v.exactOptional(v.union([v.number(), v.string()])),
    times,
  }),
  v.strictObject({ kind: v.picklist(['reset-before-processing', 'reset-after-processing', 'truncated-body']), times }),
  v.strictObject({ kind: v.literal('redirect'), location: v.string(), times }),
  v.strictObject({ kind: v.literal('partial'), items: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), times }),
  v.strictObject({ kind: v.literal('slow'), ms: v.pipe(v.number(), v.minValue(0)), times }),
]);

/** Parses a fault that came as JSON; undefined when it is none. */
export const parseFault = (input: unknown): Fault | undefined => {
  const result = v.safeParse(faultSchema, input);
  return result.success ? result.output : undefined;
};

export const describeFault = (fault: Fault): string => ('status' in fault ? `status ${fault.status}` : fault.kind);

export const createFaults = (): Faults => {
  const active = new Set<{ readonly fault: Fault; left: number }>();
  return {
    inject: (fault) => {
      const entry = { fault, left: fault.times ?? Infinity };
      active.add(entry);
      return () => void active.delete(entry);
    },
    take: (request) => {
      const entry = [...active].find(({ fault }) => fault.when?.(request) ?? true);
      if (!entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) active.delete(entry);
      return entry.fault;
    },
    clear: () => active.clear(),
  };
};
