import type { ClientEvents } from '../client/core/ports.ts';
import type { ConsentState } from '../client/core/api.ts';
import { partsOf } from './check-page.ts';
import type { ClientFacts } from './facts.ts';
import type { Ledger } from './ledger.ts';
import type { Page, PageClient } from './page.ts';
import type { ProblemLog } from './problem-log.ts';
import type { Finding, ProblemCode } from './problems.ts';
import { objectOf, parseJson, textOf } from './read-json.ts';
import { createRelayHealth, refusalOf } from './relay-health.ts';
import type { RelayReply } from './watch-relay.ts';

/** One client that the panel follows. */
export interface FollowedClient {
  /** The address that it posts to, as it writes it. */
  readonly url: string;
  readonly heard: (reply: RelayReply) => void;
  /** Looks at what the client has in storage. */
  readonly refresh: () => Promise<void>;
  readonly facts: () => ClientFacts;
}

/** An answer is read a little later than the client has told its error; it knows more. Milliseconds. */
const REPLY_FIRST_MS = 100;
/** A ULID that is so much ahead of its message was made by a clock that ran ahead once. Milliseconds. */
const BACK_MS = 300_000;

const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeOfUlid = (id: string): number =>
  [...id.slice(0, 10)].reduce((time, letter) => time * 32 + base32.indexOf(letter), 0);

const utf8 = new TextEncoder();

/** What an error of the client means here. */
const findingOf = ({ code, detail }: ClientEvents['error'], relay: string): Finding => {
  const text =
    detail instanceof Error ? `${detail.name}: ${detail.message}` : (textOf(detail) ?? 'the client gave no detail');
  if (code === 'storage') return { code: 'storage_refused', detail: text, about: '' };
  const status = Number(code.slice('http_'.length));
  return refusalOf(status, relay) ?? { code: code === 'call' ? 'call_failed' : 'relay_refuses', detail: text };
};

const consentFinding = (consent: ConsentState | undefined, gpc: boolean): Finding | undefined => {
  if (consent === 'pending') return { code: 'consent_pending', detail: 'analytics consent is pending', about: '' };
  if (consent !== 'denied') return undefined;
  return { code: gpc ? 'gpc_denied' : 'consent_denied', detail: 'analytics consent is denied', about: '' };
};

/** Follows what one client tells, and what it keeps. */
export const followClient = (
  key: string,
  living: PageClient,
  page: Page,
  ledger: Ledger,
  log: ProblemLog,
): FollowedClient => {
  const { client } = living;
  const { writeKey, relay } = partsOf(key);
  const health = createRelayHealth(relay);
  let outbox: ClientFacts['outbox'];
  let told: ConsentState | undefined;
  const reportAll = (findings: readonly Finding[]): void => findings.forEach((finding) => log.report(finding));

  const noticed = ({ id, body }: ClientEvents['message']): void => {
    const entry = ledger.add(id, body);
    for (const finding of entry.findings) log.report(finding, entry.body);
    if (timeOfUlid(id) - entry.at > BACK_MS)
      log.report({ code: 'clock_wrong', detail: 'the clock was set back', about: 'back' });
  };
  living.early?.forEach(noticed);
  client.on('message', noticed);
  client.on('drop', ({ reason, messages }) => {
    ledger.dropped(reason);
    if (reason === 'consent') return;
    const code: ProblemCode = `dropped_${reason}`;
    log.report({ code, detail: `${messages} given up`, about: '' });
  });
  client.on('error', (error) => {
    if (error.code === 'storage') ledger.storageRefused();
    const finding = findingOf(error, relay);
    setTimeout(() => log.report(finding, error.detail), REPLY_FIRST_MS);
  });

  const sayConsent = (): void => {
    const consent = living.consentState?.();
    const finding = consent === told ? undefined : consentFinding(consent, page.gpc());
    told = consent;
    if (finding) log.report(finding);
  };

  return {
    url: `${relay.replace(/\/+$/, '')}/v1/batch`,
    heard: (reply) => {
      if (reply.answer) ledger.settle(reply.answer);
      reportAll(health.heard(reply));
    },
    refresh: async () => {
      const askedAt = page.now();
      const view = await page.readOutbox(writeKey);
      ledger.compare(view, askedAt);
      const rows = view?.rows ?? [];
      const bytes = rows.reduce((sum, { body }) => sum + utf8.encode(body).length, 0);
      const oldest = objectOf(parseJson(rows[0]?.body))['timestamp'];
      const oldestAt = Date.parse(textOf(oldest) ?? '') || undefined;
      outbox = view && { messages: rows.length, bytes, oldestAt, more: view.more };
      reportAll(health.lasting(askedAt, rows.length > 0, page.isOnline()));
      sayConsent();
    },
    facts: () => ({
      writeKey,
      relay,
      anonymousId: client.anonymousId,
      consent: living.consentState?.(),
      outbox,
      reply: health.last(),
    }),
  };
};
