import { createWriteStream, rmSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { activityTarget, type ActivityTarget, type ActivityTargetOptions } from './activity-target.ts';
import { emptyCatalogue } from '../backfill/catalogue.ts';
import { openCsv, type CsvFile } from '../backfill/csv/open-csv.ts';
import type { Draft } from '../backfill/draft.ts';
import { createReader, type Reader } from '../backfill/formats/format.ts';
import type { Terms } from '../backfill/formats/terms.ts';
import { groupRows } from '../backfill/group-rows.ts';
import { readOptions } from '../backfill/options.ts';
import { csvLine } from '../backfill/csv/csv-line.ts';
import { askStanding } from './ask-standing.ts';
import { judgeOrder, type Judged, type Verdict } from './judge-order.ts';

/** Options of `cartline reconcile`, as they stand on the command line. */
export interface ReconcileOptions extends ActivityTargetOptions {
  readonly from: string;
  readonly money?: string;
  readonly utcOffset?: string;
  readonly json?: boolean;
}

/** Exit code when orders are missing, so that a nightly job can tell. */
const EXIT_DIFFERENT = 1;
const ORDERS_PER_QUESTION = 500;
const whole = new Intl.NumberFormat('en');

interface Asked {
  readonly key: string;
  readonly row: number;
  readonly draft: Draft;
}

interface Found extends Asked, Judged {}

/** Orders of the files with what the relay knows of each. */
async function* judgeFiles(
  files: readonly CsvFile[],
  reader: Reader,
  terms: Terms,
  target: ActivityTarget,
): AsyncGenerator<Found> {
  let asked: Asked[] = [];
  const judge = async (): Promise<readonly Found[]> => {
    const orders = asked;
    asked = [];
    const standings = await askStanding(
      target,
      orders.map(({ key }) => key),
    );
    return orders.map((order, index) => ({
      ...order,
      ...judgeOrder(order.draft, standings[index] ?? { orderId: order.key, state: 'unknown' }),
    }));
  };
  for await (const group of groupRows(files, reader)) {
    asked.push({
      key: group.key || `row ${group.rows[0].number}`,
      row: group.rows[0].number,
      draft: reader.draft(group, terms),
    });
    if (asked.length === ORDERS_PER_QUESTION) yield* await judge();
  }
  if (asked.length > 0) yield* await judge();
}

type Counts = Readonly<Record<Verdict, Map<string, number>>>;

const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);

const differencePath = (path: string): string => `${path.replace(/\.csv$/i, '')}.difference.csv`;

/** Writes what is missing, order by order, and counts everything. */
const collect = async (found: AsyncIterable<Found>, path: string): Promise<Counts> => {
  const counts: Counts = { sent: new Map(), underway: new Map(), skipped: new Map(), missing: new Map() };
  rmSync(path, { force: true });
  let stream: ReturnType<typeof createWriteStream> | undefined;
  for await (const { key, row, verdict, code, reason } of found) {
    counts[verdict].set(code, (counts[verdict].get(code) ?? 0) + 1);
    if (verdict === 'sent') continue;
    stream ??= createWriteStream(path);
    if (stream.bytesWritten === 0 && stream.writableLength === 0)
      stream.write(csvLine(['order_id', 'row', 'status', 'reason']));
    stream.write(csvLine([key, String(row), verdict, reason]));
  }
  stream?.end();
  if (stream) await finished(stream);
  return counts;
};

const line = (name: string, count: number): string => `  ${name.padEnd(60)} ${whole.format(count)}`;
const lines = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].toSorted((a, b) => b[1] - a[1]).map(([name, count]) => line(name, count));

const reportText = (counts: Counts, path: string): string => {
  const [sent, underway, skipped, missing] = [counts.sent, counts.underway, counts.skipped, counts.missing].map(
    total,
  ) as [number, number, number, number]; // of four, four
  const all = sent + underway + skipped + missing;
  const accounted = all === 0 ? 100 : ((sent + underway + skipped) / all) * 100;
  return [
    `${whole.format(all)} orders of the platform`,
    line('sent', sent),
    line('on their way', underway),
    line('deliberately not sent', skipped),
    ...lines(counts.skipped).map((text) => `  ${text}`),
    line('missing', missing),
    ...lines(counts.missing).map((text) => `  ${text}`),
    `${accounted.toFixed(2)} % accounted for.${all > sent ? ` Order by order: ${path}` : ''}`,
  ].join('\n');
};

const reportJson = (counts: Counts): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(counts).map(([verdict, codes]) => [verdict, Object.fromEntries(codes)])),
  );

/** `cartline reconcile`: compares the platform's own list of orders with what the relay has sent. Throws UserErrors. */
export const runReconcile = async (paths: readonly string[], options: ReconcileOptions): Promise<void> => {
  const now = Date.now();
  const { from, money, utcOffset } = options;
  const read = readOptions(
    'orders',
    { from, ...(money !== undefined && { money }), ...(utcOffset !== undefined && { utcOffset }) },
    now,
  );
  const files = await Promise.all(paths.map(openCsv));
  const reader = createReader('orders', read.format, files);
  const target = await activityTarget(options);
  const terms: Terms = {
    money: read.money,
    catalogue: emptyCatalogue,
    now,
    exportedAt: now,
    ...(read.utcOffset !== undefined && { utcOffset: read.utcOffset }),
  };
  const path = differencePath(files[0]?.path ?? '');
  const counts = await collect(judgeFiles(files, reader, terms, target), path);
  process.stdout.write(`${options.json ? reportJson(counts) : reportText(counts, path)}\n`);
  if (total(counts.missing) > 0) process.exitCode = EXIT_DIFFERENT;
};
