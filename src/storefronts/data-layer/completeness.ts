import type { LineItem } from '../../index.ts';

/** What each event of the data layer lacked: `{ add_to_cart: { seen: 12, missing: { price: 3 } } }`. */
export type Completeness = Readonly<Record<string, EventCompleteness>>;

export interface EventCompleteness {
  /** Pushes of this event on this page. */
  seen: number;
  /** How many of them lacked which property. A line counts once, whichever of a push it is. */
  readonly missing: Record<string, number>;
}

/** What the contract expects of a line, and of a message about money. */
const ofLine = ['price', 'name', 'category', 'sku'] as const;

/** Counts; an event without something is sent all the same, and the relay counts it as incomplete too. */
export const createCompleteness = () => {
  const events: Record<string, EventCompleteness> = {};
  return {
    report: (): Completeness => events,
    count: (name: string, lines: readonly LineItem[], currency: string | undefined): void => {
      const event = (events[name] ??= { seen: 0, missing: {} });
      event.seen++;
      const lacking = ofLine.filter((key) => lines.some((line) => line[key] === undefined));
      for (const key of currency ? lacking : [...lacking, 'currency'])
        event.missing[key] = (event.missing[key] ?? 0) + 1;
    },
  };
};
