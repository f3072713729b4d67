const LEAST_MS = 1_000;
const MOST_MS = 600_000;

/** How long to wait after so many failures in a row (from 1): full jitter, from 1 s up to 10 minutes. */
export const backoffMs = (failures: number, random: () => number, mostMs: number = MOST_MS): number => {
  const ceiling = Math.min(mostMs, LEAST_MS * 2 ** Math.min(Math.max(failures - 1, 0), 30));
  // never at once: a destination that just failed gets a moment
  return Math.round(ceiling * (0.1 + 0.9 * random()));
};
