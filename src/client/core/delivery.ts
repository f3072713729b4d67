import type { Answer, DropReason, DropReport, Rejection } from '../../schema.ts';
import { limits } from '../../schema/limits.ts';
import { attempt } from './attempt.ts';
import { readJson } from './json.ts';
import type { Outbox } from './outbox.ts';
import type { Emit, Reply, Row, World } from './ports.ts';
import { backoffMs, LONGEST_WAIT_MS, retryAfterMs } from './retry.ts';
import { ulidTime } from './ulid.ts';

const DEBOUNCE_MS = 300;
/** At once at so many messages, or so many characters: a message counts as at least a twentieth of these. */
const FLUSH_MESSAGES = 20;
const FLUSH_CHARACTERS = 48_000;
/** A wrong key, origin or address is asked about this often. */
const PROBE_MS = 900_000;
/** Another tab is sending: look again after 1 to 2 s. */
const LOOK_AGAIN_MS = 1_000;
/** Locked out for this long, the lock's holder is taken for dead. */
const LOCKED_OUT_MS = 15_000;
/** A message is given up after this, and one more attempt that failed. */
const MOST_AGE_MS = 14 * 86_400_000;
/** Room for what stands around the messages of a body. */
const ENVELOPE_BYTES = 1_000;
/** Until when nobody sends, for all tabs and reloads: Unix ms, below 0 when it is our own backoff, which a returning network ends. */
const WAIT_KEY = 'cl_wait';
const DROPS_KEY = 'cl_drops';

/** Brings the outbox to the relay: when to send, what to make of the answer, when to try again. */
export interface Delivery {
  /** A row came into the outbox. */
  readonly notify: (row: Row) => void;
  /** Sends now, as far as waits allow. Resolves when there is nothing left to try. Never rejects. */
  readonly flush: () => Promise<void>;
  /** The network is back: waits that only it caused are over. */
  readonly wake: () => void;
  /** The page is hidden or goes: one keepalive request of what this tab has not sent. Synchronous up to the request. */
  readonly leave: () => void;
  /** Counts messages that were given up, for `on('drop')` and for the relay. */
  readonly drop: (reason: DropReason, messages: number) => void;
}

interface DeliveryOptions {
  readonly writeKey: string;
  /** Any 2xx is an answer. */
  readonly anyAnswer: boolean;
  readonly newId: () => string;
  /** The rank from which rows may be sent now: consent decides. */
  readonly fromRank: () => number;
  readonly emit: Emit;
  /** The relay has answered. */
  readonly onAnswer: () => void;
}

export const createDelivery = (
  world: World,
  outbox: Outbox,
  { writeKey, anyAnswer, newId, fromRank, emit, onAnswer }: DeliveryOptions,
): Delivery => {
  const { now, random, get, set } = world;
  let most: number = limits.batchMessages;
  let failures = 0;
  let queued = 0;
  let timerAt = Infinity;
  let current: Promise<void> | undefined;
  let lockedOutSince = 0;
  let freeLock: (() => void) | undefined;
  let toldCode = 0;

  const drops = (): DropReport[] => readJson(world, DROPS_KEY, []);
  const keepDrops = (reports: readonly DropReport[]): void => set(DROPS_KEY, JSON.stringify(reports));

  const drop: Delivery['drop'] = (reason, messages) => {
    if (!messages) return;
    keepDrops([...drops(), { id: newId(), reason, count: messages }]);
    emit('drop', { reason, messages });
  };

  const waitMs = (): number => {
    const wait = Math.abs(Number(get(WAIT_KEY))) - now();
    return wait > LONGEST_WAIT_MS || wait < 0 ? 0 : wait;
  };

  /** A timer that fires when another has flushed already finds nothing to send. */
  const flushAfter = (delayMs: number): void => {
    if (now() + delayMs >= timerAt) return;
    timerAt = now() + delayMs;
    world.after(delayMs, flush);
  };

  const hold = (delayMs: number, sign = 1): void => {
    set(WAIT_KEY, `${sign * Math.ceil(now() + delayMs)}`);
    flushAfter(delayMs);
  };

  const giveUp = (rows: readonly Row[], reason: DropReason): void => {
    outbox.remove(rows);
    rows.forEach(outbox.bury);
    drop(reason, rows.length);
  };

  /** What to do with rows that no answer named; true when the next batch can follow at once. */
  const retry = (rows: readonly Row[], { code, text, after }: Reply): boolean => {
    const isBody = [400, 413, 422].includes(code);
    const isOurs = isBody && text.startsWith('{"error"');
    giveUp(
      rows.filter(({ id }) => id < ulidTime(now() - MOST_AGE_MS)),
      'expired',
    );
    outbox.release(rows);
    most = rows.length >> 1;
    if (isBody && most) return true;
    most = limits.batchMessages;
    if (isOurs) giveUp(rows, 'rejected');
    else if (isBody || [401, 403, 404].includes(code)) {
      if (toldCode !== code) emit('error', { code: `http_${(toldCode = code)}` });
      hold(PROBE_MS);
    } else {
      const askedMs = retryAfterMs(after, now());
      hold(askedMs || backoffMs(++failures, random(), world.isHidden()), askedMs ? 1 : -1);
    }
    return isOurs;
  };

  /** One request; true when the next batch can follow at once. */
  const send = async (rows: readonly Row[], keepalive: boolean): Promise<boolean> => {
    const dropped = drops();
    const head = JSON.stringify({ writeKey, sentAt: new Date(now()), dropped });
    const reply = await world.transport(`${head.slice(0, -1)},"batch":[${rows.map(({ body }) => body)}]}`, keepalive);
    const isOk = reply.code >= 200 && reply.code < 300;
    // A captive portal's page or a bare 200 names nobody, and lets nothing be forgotten.
    const answer = isOk ? attempt(() => JSON.parse(reply.text) as Partial<Answer>, {}) : {};
    const named = (...lists: (readonly (string | Rejection)[] | undefined)[]): Row[] =>
      rows.filter(({ id }) =>
        lists.flat().some((name) => id === (name as Partial<Rejection> | undefined)?.messageId || id === name),
      );
    const done = isOk && anyAnswer ? rows : named(answer.accepted, answer.duplicates);
    const rejected = named(answer.rejected);
    const left = rows.filter((row) => !done.includes(row) && !rejected.includes(row));
    outbox.remove(done);
    giveUp(rejected, 'rejected');
    if (left[0]) return retry(left, reply);
    keepDrops(drops().slice(dropped.length));
    onAnswer();
    failures = toldCode = 0;
    if (get(WAIT_KEY)) set(WAIT_KEY, null);
    return true;
  };

  /** Sends until nothing is left or it is time to wait. The lock is free as soon as the page leaves, whatever is on its way. */
  const drain = (): Promise<void> =>
    new Promise((resolve) => {
      freeLock = resolve;
      const next = async (): Promise<void> => {
        const rows = waitMs() ? [] : await outbox.claim(most, limits.clientBatchBytes - ENVELOPE_BYTES, fromRank());
        if (rows[0] && (await send(rows, false))) await next();
      };
      void next().then(resolve);
    });

  const drainAlone = async (): Promise<void> => {
    if (await world.lock(drain)) lockedOutSince = 0;
    else if (now() - (lockedOutSince ||= now()) < LOCKED_OUT_MS) flushAfter(LOOK_AGAIN_MS * (1 + random()));
    else await drain();
  };

  const flush: Delivery['flush'] = async () => {
    timerAt = Infinity;
    queued = 0;
    await outbox.open();
    const wait = waitMs();
    if (wait) return flushAfter(wait);
    await current;
    current ??= drainAlone().finally(() => (current = undefined));
    return current;
  };

  return {
    flush,
    drop,
    notify: ({ body, rank }) => {
      queued += Math.max(body.length, FLUSH_CHARACTERS / FLUSH_MESSAGES);
      flushAfter(rank > 1 || queued >= FLUSH_CHARACTERS ? 0 : DEBOUNCE_MS);
    },
    wake: () => {
      if (Number(get(WAIT_KEY)) < 0) set(WAIT_KEY, null);
      void flush();
    },
    leave: () => {
      outbox.saveUnstored();
      freeLock?.();
      const rows = waitMs() ? [] : outbox.claimOwn(limits.keepaliveBytes - ENVELOPE_BYTES, fromRank());
      if (rows[0]) void send(rows, true);
    },
  };
};
