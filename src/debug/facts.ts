import type { ConsentState } from '../client/core/api.ts';
import { itemCount, lineName, money } from './summary.ts';
import { clockTime, duration, size } from './times.ts';
import { listOf, objectOf, parseJson, textOf, type Loose } from './read-json.ts';
import type { RelayReply } from './watch-relay.ts';

/** One line of a section; `tone` says that it wants to be looked at. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly tone?: 'good' | 'busy' | 'bad' | undefined;
}

/** A titled group of facts; `empty` stands where there is none. */
export interface Section {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly empty?: string;
}

/** Reads a small value that the client keeps; null where there is none. */
export type ReadValue = (key: string) => string | null;

/** One client of the page, as the panel sees it now. */
export interface ClientFacts {
  readonly writeKey: string;
  readonly relay: string;
  readonly anonymousId: string;
  readonly consent: ConsentState | undefined;
  /** Undefined where the browser has no outbox of this client. */
  readonly outbox:
    | {
        readonly messages: number;
        readonly bytes: number;
        readonly oldestAt?: number | undefined;
        readonly more: boolean;
      }
    | undefined;
  readonly reply: RelayReply | undefined;
}

const fact = (label: string, value: unknown, tone?: Fact['tone']): Fact => ({
  label,
  value: textOf(value) ?? '–',
  tone,
});

const campaignOf = ({ campaign }: Loose): string =>
  Object.entries(objectOf(campaign))
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join(', ');

const consentTone: Readonly<Record<ConsentState, Fact['tone']>> = { granted: 'good', pending: 'busy', denied: 'bad' };

/** Who this browser is to us. */
export const visitorSections = (
  { anonymousId, consent }: ClientFacts,
  read: ReadValue,
  cookie: string,
  gpc: boolean,
): Section[] => {
  const visitor = objectOf(parseJson(read('cl_visitor')));
  const [first, visit] = [objectOf(visitor['first']), objectOf(visitor['visit'])];
  const inCookie = /(?:^|; )cl_id=([\w-]+)/.exec(cookie)?.[1];
  const isCookieOff = anonymousId !== '' && inCookie !== anonymousId;
  return [
    {
      title: 'Who',
      facts: [
        fact('Anonymous id', anonymousId),
        fact('User id', visitor['userId']),
        fact(
          'Cookie cl_id',
          inCookie ? (isCookieOff ? `another id: ${inCookie}` : 'holds the id') : 'none',
          isCookieOff ? 'bad' : undefined,
        ),
      ],
    },
    {
      title: 'Consent',
      facts: [
        fact('Analytics', consent ?? 'unknown', consent && consentTone[consent]),
        fact('GPC signal', gpc ? 'on' : 'off', gpc ? 'busy' : undefined),
      ],
    },
    {
      title: 'This visit',
      facts: [
        fact('Session', visit['id']),
        fact('Campaign', campaignOf(visit)),
        fact('Referrer', visit['referrer']),
        fact('Last activity', typeof visitor['at'] === 'number' && visitor['at'] ? clockTime(visitor['at']) : ''),
      ],
    },
    { title: 'First touch', facts: [fact('Campaign', campaignOf(first)), fact('Referrer', first['referrer'])] },
  ];
};

const replyFact = (reply: RelayReply | undefined): Fact => {
  if (!reply) return fact('Last answer', 'none seen on this page');
  const { status, tookMs, at, answer, refusal } = reply;
  const text = status ? `${status} in ${tookMs} ms, ${clockTime(at)}` : `nothing answered, ${clockTime(at)}`;
  return fact('Last answer', `${text}${refusal ? `: ${refusal}` : ''}`, answer ? 'good' : 'bad');
};

/** When the client will try again: Unix ms, 0 when it need not wait. Negative values are its own backoff. */
export const nextAttemptAt = (read: ReadValue, now: number): number => {
  const at = Math.abs(Number(read('cl_wait')));
  return at > now ? at : 0;
};

/** What has not been acknowledged, and why not. */
export const outboxSections = (
  { outbox, relay, writeKey, reply }: ClientFacts,
  read: ReadValue,
  now: number,
): Section[] => {
  const waitUntil = nextAttemptAt(read, now);
  const drops = listOf(parseJson(read('cl_drops')));
  const logged = listOf(parseJson(read('cl_wal'))).length;
  const more = outbox?.more ? ' or more' : '';
  return [
    {
      title: 'Waiting',
      facts: outbox
        ? [
            fact('Messages', `${outbox.messages}${more}`, outbox.messages ? 'busy' : 'good'),
            fact('Size', `${size(outbox.bytes)}${more}`),
            fact('Oldest', outbox.oldestAt ? `${duration(now - outbox.oldestAt)} ago` : ''),
            ...(logged ? [fact('Written at exit', logged, 'busy')] : []),
          ]
        : [],
      empty: 'Nothing is stored in this browser.',
    },
    {
      title: 'Relay',
      facts: [
        fact('Address', relay),
        fact('Write key', writeKey),
        replyFact(reply),
        fact(
          'Next attempt',
          waitUntil ? `in ${duration(waitUntil - now)}` : 'as soon as there is something',
          waitUntil ? 'busy' : undefined,
        ),
      ],
    },
    {
      title: 'Given up, not yet reported',
      facts: drops.map(({ reason, count }) => fact(textOf(reason) ?? 'unknown', count, 'bad')),
      empty: 'None.',
    },
  ];
};

/** The cart as it was last seen. */
export const cartSections = (read: ReadValue): Section[] => {
  const { cart_id, currency, items, stage } = objectOf(parseJson(read('cl_cart')));
  const lines = listOf(items);
  if (cart_id === undefined) return [{ title: 'Cart', facts: [], empty: 'No cart was seen in this browser.' }];
  const value = lines.reduce(
    (sum, { price, quantity }) => sum + Math.round(Number(price ?? 0) * 1_000) * Number(quantity ?? 0),
    0,
  );
  return [
    {
      title: 'Cart',
      facts: [
        fact('Cart id', cart_id),
        fact('Value', money(value / 1_000, currency)),
        fact('Holds', itemCount(items)),
        fact('Stage', stage ?? 'open'),
      ],
    },
    {
      title: 'Lines',
      facts: lines.map((line) => fact(lineName(line), money(line['price'], currency))),
      empty: 'The cart is empty.',
    },
  ];
};
