import { watchCalls } from './check-call.ts';
import { checkPage, urlOf } from './check-page.ts';
import {
  cartSections,
  nextAttemptAt,
  outboxSections,
  visitorSections,
  type ClientFacts,
  type Section,
} from './facts.ts';
import { followClient, type FollowedClient } from './follow-client.ts';
import { createLedger, type KeptEntry } from './ledger.ts';
import type { Page } from './page.ts';
import { createProblemLog } from './problem-log.ts';
import type { Finding } from './problems.ts';
import type { Snapshot } from './snapshot.ts';
import { statusOf } from './status.ts';
import { watchRelay } from './watch-relay.ts';

/** Knows what the page's clients do, and what is wrong with it. */
export interface Inspector {
  /** Looks at the page and at storage again. */
  readonly refresh: () => Promise<void>;
  readonly snapshot: () => Snapshot;
  /** The page's Content-Security-Policy has forbidden a request. */
  readonly blocked: (address: string) => void;
  /** The newest entries, for the next page; none when the visitor wants nothing kept. */
  readonly keep: () => readonly KeptEntry[];
}

/** A page without a client for so long has none. Milliseconds. */
const MISSING_MS = 3_000;

const titled = (sections: readonly Section[], name: string | undefined): Section[] =>
  sections.map((section) => (name === undefined ? section : { ...section, title: `${section.title} · ${name}` }));

export const createInspector = (page: Page, kept: readonly KeptEntry[], onChange: () => void): Inspector => {
  const { now, readValue } = page;
  const startedAt = now();
  const ledger = createLedger(now, kept);
  const log = createProblemLog(now, page.say, onChange);
  const followed = new Map<string, FollowedClient>();
  const saidOfPage = new Set<string>();
  const all = (): FollowedClient[] => [...followed.values()];
  const ofUrl = (address: string): FollowedClient | undefined => all().find(({ url }) => url === address);
  const facts = (): ClientFacts[] => all().map((one) => one.facts());

  const watchGlobal = watchCalls(page.global, (finding, call) => log.report(finding, call));

  /** What is wrong with the page stays wrong: it counts once. */
  const reportOnce = (finding: Finding): void => {
    const key = finding.code + finding.detail;
    if (!saidOfPage.has(key)) log.report(finding);
    saidOfPage.add(key);
  };

  const lookAtPage = (): void => {
    const clients = page.clients();
    for (const [key, living] of Object.entries(clients)) {
      if (followed.has(key)) continue;
      followed.set(key, followClient(key, living, page, ledger, log));
      living.client.on('message', onChange);
    }
    const address = page.address();
    checkPage({
      scripts: page.scripts(),
      clients: Object.keys(clients),
      protocol: new URL(address).protocol,
      base: address,
    }).forEach(reportOnce);
    if (!followed.size && now() - startedAt > MISSING_MS)
      reportOnce({ code: 'client_missing', detail: 'no client was found' });
    watchGlobal();
  };
  watchRelay(
    page.global,
    (url) => ofUrl(url) !== undefined,
    now,
    (url, reply) => {
      ofUrl(url)?.heard(reply);
      onChange();
    },
  );
  lookAtPage();

  const perClient = (sectionsOf: (client: ClientFacts) => Section[]): Section[] => {
    const clients = facts();
    return clients.flatMap((client) => titled(sectionsOf(client), clients[1] && client.writeKey));
  };

  return {
    refresh: async () => {
      lookAtPage();
      await Promise.all(all().map((one) => one.refresh()));
    },
    snapshot: () => ({
      now: now(),
      entries: ledger.list(),
      problems: log.list(),
      clients: facts(),
      visitor: perClient((client) => visitorSections(client, readValue, page.cookie(), page.gpc())),
      outbox: perClient((client) => outboxSections(client, readValue, now())),
      cart: cartSections(readValue),
      status: statusOf(facts(), nextAttemptAt(readValue, now()), page.isOnline(), now()),
    }),
    blocked: (address) => {
      const isOurs = all().some(({ url }) => urlOf(url, page.address())?.href === address);
      if (isOurs) reportOnce({ code: 'blocked_by_csp', detail: `connect-src does not allow ${address}` });
    },
    keep: () => (facts().some(({ consent }) => consent === 'denied') ? [] : ledger.keep()),
  };
};
