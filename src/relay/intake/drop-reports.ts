import { dropReasons, limits } from '../../schema.ts';
import type { NewDropReport } from '../store/store.ts';
import { isRecord } from '../record.ts';

/** Reports taken from one request; a client collects its drops by reason, so a handful is what comes. */
const MAX_REPORTS = 100;
/** The client's outbox holds 10,000 rows; a public key may not count more than a few of them at once. */
const MAX_COUNT = 100_000;

const readReport = (raw: unknown): Pick<NewDropReport, 'id' | 'reason' | 'count'> | undefined => {
  if (!isRecord(raw)) return undefined;
  const { id, reason, count } = raw;
  if (typeof id !== 'string' || id === '' || id.length > limits.idLength) return undefined;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1) return undefined;
  const isKnown = dropReasons.some((known) => known === reason);
  return { id, reason: isKnown ? String(reason) : 'other', count: Math.min(count, MAX_COUNT) };
};

/** A client's reports of messages it gave up. One that cannot be read is left out: it must not cost the messages beside it. */
export const readDropReports = (raw: readonly unknown[], source: string, receivedAt: number): NewDropReport[] =>
  raw.slice(0, MAX_REPORTS).flatMap((report) => {
    const read = readReport(report);
    return read ? [{ ...read, source, receivedAt }] : [];
  });
