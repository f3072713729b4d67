import { createReadStream } from 'node:fs';
import Papa from 'papaparse';

interface Order {
  readonly atMs: number;
  readonly minor: number;
  readonly refundedMinor: number;
  readonly cancelled: boolean;
  readonly currency: string;
}

/** What a file holds, counted without any code of ours. */
export interface Otherwise {
  rows: number;
  readonly fates: Map<string, number>;
  readonly persons: Map<string, Order[]>;
  readonly cancelled: number;
  readonly lines: number;
}

type Record = { [column: string]: string };

const scaleOf = (currency: string): number => (currency === 'CLP' ? 1 : 100);
const minorOf = (text: string, currency: string): number =>
  Math.round(Number(text.replace(',', '.')) * scaleOf(currency));

const orderOf = (row: Record): Order => {
  const currency = row['Currency']!;
  const [date, time, offset] = row['Created at']!.split(' ');
  return {
    atMs: Date.parse(`${date}T${time}${offset!.slice(0, 3)}:${offset!.slice(3)}`),
    minor: minorOf(row['Total']!, currency),
    refundedMinor: minorOf(row['Refunded Amount']!, currency),
    cancelled: row['Canceled at'] !== '',
    currency,
  };
};

/** Counts exports with papaparse. */
export const countOtherwise = async (paths: readonly string[]): Promise<Otherwise> => {
  const found = {
    rows: 0,
    fates: new Map<string, number>(),
    persons: new Map<string, Order[]>(),
    cancelled: 0,
    lines: 0,
  };
  let fate = '';
  const take = (row: Record): void => {
    if (row['Name'] === 'Name') return; // a header within
    found.rows += 1;
    if (row['Tags']) {
      fate = row['Tags'].replace('fate=', '');
      found.fates.set(fate, (found.fates.get(fate) ?? 0) + 1);
      if (fate === 'ok') {
        const order = orderOf(row);
        const person = row['Email']!.trim().toLowerCase() || row['Phone']!.replace("'", '');
        found.persons.set(person, [...(found.persons.get(person) ?? []), order]);
        if (order.cancelled) found.cancelled += 1;
      }
    }
    if (fate === 'ok') found.lines += 1;
  };
  for (const path of paths) {
    await new Promise<void>((resolve, reject) => {
      Papa.parse<Record>(createReadStream(path), {
        header: true,
        skipEmptyLines: true,
        step: ({ data }) => take(data),
        complete: () => resolve(),
        error: reject,
      });
    });
  }
  return found;
};

/** What the relay should know of a person who placed these orders. */
export const stateOf = (orders: readonly Order[]): { [attribute: string]: unknown } => {
  const counted = orders.filter(({ cancelled }) => !cancelled).toSorted((a, b) => a.atMs - b.atMs);
  const [first, last] = [counted[0], counted.at(-1)];
  if (!first || !last)
    return { orders_count: 0, lifetime_value: 0, aov: null, first_order_at: null, last_order_at: null };
  const minor = counted.reduce((sum, order) => sum + order.minor - order.refundedMinor, 0);
  const scale = scaleOf(first.currency);
  return {
    orders_count: counted.length,
    lifetime_value: minor / scale,
    aov: Math.round(minor / counted.length) / scale,
    first_order_at: first.atMs / 1000,
    last_order_at: last.atMs / 1000,
  };
};
