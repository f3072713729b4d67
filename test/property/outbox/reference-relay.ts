import type { Reply } from '../../../src/client/core/ports.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { answer, nothing, type Answering, type SentMessage, type SentRequest } from '../../support/fake-browser.ts';

/** What befalls one request. */
export const fates = [
  'stored',
  'answer lost',
  'never arrives',
  'arrives after the client gave up',
  'answered after 9 s',
  'half of it stored',
  'half of it named',
  'named backwards',
  'server error',
  'throttled for 30 s',
  'unavailable until a date',
  'too large, says the relay',
  'too large, says a stranger',
  'malformed, says the relay',
  'unknown key',
  'a captive portal answers',
] as const;
export type Fate = (typeof fates)[number];

/** The relay as the contract has it, in memory: the ids it stored, in the order of their first arrival. */
export interface ReferenceRelay {
  readonly answering: Answering;
  readonly stored: ReadonlyMap<string, SentMessage>;
  readonly requests: readonly SentRequest[];
  /** Ids that came again with another body. */
  readonly conflicts: readonly string[];
  /** How often each id was refused: by its name, or as a lone message. */
  readonly refused: ReadonlyMap<string, number>;
  /** Drops that were reported, by the report's id. */
  readonly reported: ReadonlyMap<string, { readonly reason: string; readonly count: number }>;
  /** The next requests meet this fate. */
  readonly befall: (fate: Fate, requests: number) => void;
  readonly heal: () => void;
}

const TRAVEL_MS = 20;
/** The client waits for an answer this long. */
const TIMEOUT_MS = 10_000;
const LATE_MS = 12_000;
const SLOW_MS = 9_000;

export const createReferenceRelay = (clock: FakeClock): ReferenceRelay => {
  const stored = new Map<string, SentMessage>();
  const requests: SentRequest[] = [];
  const conflicts: string[] = [];
  const refused = new Map<string, number>();
  const reported = new Map<string, { reason: string; count: number }>();
  let plan: Fate[] = [];

  const refuse = (id: string): void => void refused.set(id, (refused.get(id) ?? 0) + 1);

  /** Stores what was not refused, once, and names all of it. */
  const take = (batch: readonly SentMessage[], dropped: SentRequest['dropped']): Reply => {
    for (const { id, ...report } of dropped) reported.set(id, report);
    const [accepted, duplicates, rejected]: [string[], string[], string[]] = [[], [], []];
    for (const message of batch) {
      const { messageId: id, event } = message;
      const known = stored.get(id);
      if (known && JSON.stringify(known) !== JSON.stringify(message)) conflicts.push(id);
      if (event === 'poison') rejected.push(id);
      else (known ? duplicates : accepted).push(id);
      if (event === 'poison') refuse(id);
      else if (!known) stored.set(id, message);
    }
    return answer(accepted, rejected, duplicates);
  };

  /** A refusal of the whole body condemns a message that is alone in it. */
  const refuseBody = (code: number, batch: readonly SentMessage[]): Reply => {
    if (batch[0] && !batch[1]) refuse(batch[0].messageId);
    return { code, text: '{"error":{"code":"body","message":"not like this"}}' };
  };

  const even = <T>(all: readonly T[]): T[] => all.filter((_, i) => i % 2 === 0);

  const meet = (fate: Fate, { batch, dropped }: SentRequest): Reply => {
    switch (fate) {
      case 'stored':
      case 'answered after 9 s':
        return take(batch, dropped);
      case 'answer lost':
      case 'arrives after the client gave up':
        take(batch, dropped);
        return nothing;
      case 'never arrives':
        return nothing;
      case 'half of it stored':
        return take(even(batch), dropped);
      case 'half of it named':
        take(batch, dropped);
        return take(even(batch), dropped);
      case 'named backwards':
        return take([...batch].reverse(), dropped);
      case 'server error':
        return { code: 500, text: 'oops' };
      case 'throttled for 30 s':
        return { code: 429, text: '', after: '30' };
      case 'unavailable until a date':
        return { code: 503, text: '', after: new Date(clock.now() + 60_000).toUTCString() };
      case 'too large, says the relay':
        return refuseBody(413, batch);
      case 'too large, says a stranger':
        return { code: 413, text: '<html>' };
      case 'malformed, says the relay':
        return refuseBody(400, batch);
      case 'unknown key':
        return { code: 401, text: '{"error":{}}' };
      case 'a captive portal answers':
        return { code: 200, text: '<html>' };
    }
  };

  /** When the request arrives, and when its answer is there, in milliseconds from now. */
  const travel = (fate: Fate): [number, number] => {
    if (fate === 'arrives after the client gave up') return [LATE_MS, TIMEOUT_MS];
    if (fate === 'answer lost') return [TRAVEL_MS, TIMEOUT_MS];
    return [TRAVEL_MS, fate === 'answered after 9 s' ? SLOW_MS : 2 * TRAVEL_MS];
  };

  return {
    stored,
    requests,
    conflicts,
    refused,
    reported,
    befall: (fate, count) => plan.push(...Array<Fate>(count).fill(fate)),
    heal: () => (plan = []),
    answering: (request) => {
      requests.push(request);
      const fate = plan.shift() ?? 'stored';
      const [arrivesMs, answersMs] = travel(fate);
      return new Promise((resolve) => {
        let reply: Reply = nothing;
        clock.after(arrivesMs, () => (reply = meet(fate, request)));
        clock.after(answersMs, () => resolve(reply));
      });
    },
  };
};
