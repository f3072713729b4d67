import type { CustomerioDouble, RecordedRequest } from '../../doubles/customerio/index.ts';

interface Item {
  readonly action?: string;
  readonly id?: string;
  readonly identifiers?: Readonly<Record<string, string>>;
  readonly attributes?: { readonly label?: string };
}

const isProcessed = ({ status, path }: RecordedRequest): boolean =>
  path === '/api/v2/batch' && status >= 200 && status < 300;

const itemsOf = ({ body }: RecordedRequest): readonly Item[] => (body as { batch?: Item[] } | undefined)?.batch ?? [];

/** The labels of a request's events. */
export const labelsOf = (request: RecordedRequest): string[] =>
  itemsOf(request).flatMap(({ attributes }) => attributes?.label ?? []);

/** Labels of the events that arrived and were processed, in order of arrival, repetitions included. */
export const arrivals = (customerio: CustomerioDouble): string[] =>
  customerio.requests().filter(isProcessed).flatMap(labelsOf);

/** How often each event was applied: once, whatever was repeated, if the ids were the same. */
export const applied = (customerio: CustomerioDouble): Map<string, number> => {
  const counts = new Map<string, number>();
  const timelines = [...customerio.persons(), ...customerio.anonymous()].flatMap(({ timeline }) => timeline);
  for (const { data } of timelines) {
    const label = (data as { label?: string }).label;
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
};

/** Labels that came for the first time after a later one of the same visitor. */
export const outOfOrder = (labels: readonly string[]): string[] => {
  const seen = new Set<string>();
  const latest = new Map<string, number>();
  return labels.filter((label) => {
    if (seen.has(label)) return false;
    seen.add(label);
    const [visitor = '', index = ''] = label.split('-');
    const isLate = Number(index) < (latest.get(visitor) ?? -1);
    latest.set(visitor, Math.max(Number(index), latest.get(visitor) ?? -1));
    return isLate;
  });
};
