import type { Dialect } from '../segment-family/item.ts';
import { timeValue } from '../sending/time.ts';
import { limits } from './limits.ts';

/**
 * Customer.io's dialect: attributes that are times are Unix seconds, while envelopes are ISO 8601. A known person's
 * messages carry no anonymous id: it is not reusable there, and a shared browser would give it to two persons.
 */
export const pipelinesDialect = (naming: Dialect['naming']): Dialect => ({
  naming,
  timeOf: timeValue,
  namesVisitor: false,
  noMerges:
    'the Pipelines API merges no profiles: merge the two in Customer.io, or use its Track API (customerioTrack)',
  dropped: new Set(),
  nameBytes: limits.nameBytes,
  itemBytes: limits.itemBytes,
});
