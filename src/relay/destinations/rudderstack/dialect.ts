import type { Dialect } from '../segment-family/item.ts';
import { timeValue } from '../sending/time.ts';
import { limits } from './limits.ts';

/** RudderStack's destinations look for a person in these, also in an anonymous event. */
const IDENTITIES: ReadonlySet<string> = new Set(['email', 'userId', 'user_id', 'id', 'phone']);

/**
 * RudderStack's dialect. It passes dates on as they are, so times are Unix seconds, which Customer.io behind it needs;
 * and of a trait's name it escapes the first dot only.
 */
export const rudderstackDialect = (naming: Dialect['naming']): Dialect => ({
  naming,
  timeOf: timeValue,
  namesVisitor: true,
  dropped: IDENTITIES,
  traitName: (name) => name.replaceAll('.', '_'),
  nameBytes: limits.nameBytes,
  itemBytes: limits.itemBytes,
});
