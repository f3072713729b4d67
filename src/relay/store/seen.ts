/** The numbers of one tab's messages that have come, as ranges in order: `[[0, 5], [7, 9]]` lacks 6. */
export type Seen = readonly (readonly [first: number, last: number])[];

/** A client keeps at most so many messages: a greater jump is no loss, but somebody playing with numbers. */
const MAX_JUMP = 10_000;
/** More holes than this in one tab are made by somebody; the oldest are taken as filled. */
const MAX_RANGES = 50;

const lastOf = (seen: Seen): number => seen.at(-1)?.[1] ?? -1;

const joined = (ranges: Seen): Seen =>
  [...ranges]
    .sort(([a], [b]) => a - b)
    .reduce<(readonly [number, number])[]>((done, [first, last]) => {
      const before = done.at(-1);
      if (before && first <= before[1] + 1) done.splice(-1, 1, [before[0], Math.max(before[1], last)]);
      else done.push([first, last]);
      return done;
    }, []);

const bounded = (seen: Seen): Seen => {
  const excess = seen.length - MAX_RANGES;
  const [first] = seen;
  return excess > 0 && first ? [[first[0], seen[excess]?.[1] ?? first[1]], ...seen.slice(excess + 1)] : seen;
};

/** With one more; the same number twice changes nothing, and gives back the same list. */
export const withSeen = (seen: Seen, index: number): Seen => {
  if (!Number.isSafeInteger(index) || index < 0 || index - lastOf(seen) > MAX_JUMP) return seen;
  if (seen.some(([first, last]) => first <= index && index <= last)) return seen;
  return bounded(joined([...seen, [index, index]]));
};

/** How many numbers up to the last one have not come. A tab counts from 0. */
export const missingIn = (seen: Seen): number =>
  seen.reduce((missing, [first], i) => missing + first - ((seen[i - 1]?.[1] ?? -1) + 1), 0);
