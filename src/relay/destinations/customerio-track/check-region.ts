import type { CheckResult } from '../destination.ts';
import { call, type Connection } from '../sending/call.ts';

export type Region = 'us' | 'eu';

const regionIn = (text: string): string | undefined => {
  try {
    const { region } = JSON.parse(text) as { region?: unknown }; // looked at in this line
    return typeof region === 'string' ? region : undefined;
  } catch {
    return undefined; // not Customer.io's answer; the caller says so
  }
};

/** Asks Customer.io whether it knows the credentials, and in which region the workspace lives (v1 only). */
export const checkRegion = async (
  connection: Connection,
  region: Region,
  signal: AbortSignal,
): Promise<CheckResult> => {
  const answer = await call(connection, { method: 'GET', path: '/api/v1/accounts/region', signal, now: 0 });
  const warn = (message: string): CheckResult => ({ status: 'warning', message });
  if (answer.kind !== 'answer') return warn(`could not ask Customer.io for the region: ${answer.reason}`);
  const { status, location } = answer;
  if (status === 401 || status === 403) {
    return warn(
      `Customer.io refuses the site id and API key (${status}) in region '${region}': check both, and the region`,
    );
  }
  if (status >= 300 && status < 400) {
    return warn(`Customer.io redirects region '${region}' to ${location ?? 'another'}: set the workspace's own region`);
  }
  const actual = regionIn(answer.text);
  if (actual === undefined) return warn(`asked for the region, Customer.io answered ${status} without one`);
  return actual === region
    ? { status: 'ok' }
    : warn(`the workspace lives in region '${actual}', the relay is set to '${region}': set region: '${actual}'`);
};
