import type { Destination } from '../relay/destinations/destination.ts';

/** A destination that does not answer must not hold up the start. */
const TIMEOUT_MS = 4_000;

const checkOne = async ({ name, check }: Destination): Promise<string> => {
  if (!check) return name;
  try {
    const result = await check({ signal: AbortSignal.timeout(TIMEOUT_MS) });
    return result.status === 'ok' ? `${name}: ok` : `${name}: WARNING: ${result.message}`;
  } catch (error) {
    return `${name}: WARNING: could not be checked: ${error instanceof Error ? error.message : String(error)}`;
  }
};

/** Asks every destination whether its settings are right; one line for each. Never fails: what is wrong now may be right soon. */
export const checkDestinations = (destinations: readonly Destination[]): Promise<string[]> =>
  Promise.all(destinations.map(checkOne));
