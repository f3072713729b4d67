import { real } from './real.ts';

/** Counts the page's requests, also those that never reach a server. */
export interface FetchWatch {
  /** How many were begun. */
  readonly begun: () => number;
  readonly inFlight: () => number;
}

/** Replaces the page's fetch by one that counts; a row may put another around it. */
export const watchFetch = (): FetchWatch => {
  let begun = 0;
  let inFlight = 0;
  window.fetch = async (...args) => {
    begun++;
    inFlight++;
    try {
      return await real.fetch(...args);
    } finally {
      inFlight--;
    }
  };
  return { begun: () => begun, inFlight: () => inFlight };
};
