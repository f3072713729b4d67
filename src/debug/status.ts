import { duration } from './times.ts';
import type { ClientFacts } from './facts.ts';
import type { Status } from './snapshot.ts';

const messages = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

/** One sentence on how things are: what hinders comes first. */
export const statusOf = (
  clients: readonly ClientFacts[],
  waitUntil: number,
  isOnline: boolean,
  now: number,
): Status => {
  const waiting = clients.reduce((sum, { outbox }) => sum + (outbox?.messages ?? 0), 0);
  const consents = clients.map(({ consent }) => consent);
  if (!clients[0]) return { text: 'No client on this page', tone: 'bad' };
  if (consents.includes('denied')) return { text: 'Consent denied: calls are dropped', tone: 'bad' };
  if (consents.includes('pending')) return { text: 'Consent pending: calls wait', tone: 'busy' };
  if (!waiting) return { text: 'Everything has arrived', tone: 'good' };
  if (!isOnline) return { text: `Offline, ${waiting} waiting`, tone: 'busy' };
  if (waitUntil) return { text: `${waiting} waiting, next try in ${duration(waitUntil - now)}`, tone: 'busy' };
  return { text: `${messages(waiting)} on the way`, tone: 'busy' };
};
