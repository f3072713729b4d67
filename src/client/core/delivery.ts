import type { DropReason, DropReport } from '../../schema.ts';
import { limits } from '../../schema/limits.ts';
import { readJson } from './json.ts';
import type { Outbox } from './outbox.ts';
import type { ClientEvents, Clock, Memory, Row, SendLock, SendResult, Transport } from './ports.ts';
import { backoffMs, LONGEST_WAIT_MS } from './retry.ts';

const DEBOUNCE_MS = 300;
const FLUSH_MESSAGES = 20;
const FLUSH_CHARACTERS = 48_000;
/** A wrong key, origin or address is asked about this often. */
const PROBE_MS = 900_000;
/** Another tab is sending: look again after 1 to 2 s. */
const LOOK_AGAIN_MS = 1_000;
/** Without progress for this long the lock's holder is taken for dead. */
const LOCKED_OUT_MS = 15_000;
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

interface DeliveryPorts {
  readonly writeKey: string;
  readonly outbox: Outbox;
  readonly transport: Transport;
  readonly lock: SendLock;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly newId: () => string;
  readonly isHidden: () => boolean;
  readonly emit: <N extends keyof ClientEvents>(name: N, event: ClientEvents[N]) => void;
  /** The relay has answered; it may have known this browser under an older id. */
  readonly onAnswer: (anonymousId: string | undefined) => void;
}

const fullBatch = { messages: limits.batchMessages, bytes: limits.clientBatchBytes - ENVELOPE_BYTES };

export const createDelivery = (ports: DeliveryPorts): Delivery => {
  const { outbox, transport, lock, clock, memory, emit } = ports;
  let mostMessages = fullBatch.messages;
  let attempt = 0;
  let waiting = { messages: 0, characters: 0 };
  let cancelTimer: (() => void) | undefined;
  let timerAt = Infinity;
  let current: Promise<void> | undefined;
  let lockedOutSince: number | undefined;
  let stopDrain: (() => void) | undefined;
  let toldRefused = false;

  const drops = (): DropReport[] => readJson(memory, DROPS_KEY, []);

  const keepDrops = (reports: readonly DropReport[]): void =>
    memory.set(DROPS_KEY, reports.length ? JSON.stringify(reports) : null);

  const bodyOf = (rows: readonly Row[], dropped: readonly DropReport[]): string => {
    const { writeKey } = ports;
    const head = JSON.stringify({ writeKey, sentAt: new Date(clock.now()).toISOString(), dropped });
    return `${head.slice(0, -1)},"batch":[${rows.map(({ body }) => body).join()}]}`;
  };

  const waitMs = (): number => {
    const wait = Math.abs(Number(memory.get(WAIT_KEY))) - clock.now();
    return wait > 0 && wait <= LONGEST_WAIT_MS ? wait : 0;
  };

  const flushAfter = (delayMs: number): void => {
    if (clock.now() + delayMs >= timerAt) return;
    cancelTimer?.();
    timerAt = clock.now() + delayMs;
    cancelTimer = clock.after(delayMs, () => void flush());
  };

  const hold = (delayMs: number, sign = 1): void => {
    memory.set(WAIT_KEY, String(sign * Math.ceil(clock.now() + delayMs)));
    flushAfter(delayMs);
  };

  const drop: Delivery['drop'] = (reason, messages) => {
    keepDrops([...drops(), { id: ports.newId(), reason, count: messages }]);
    emit('drop', { reason, messages });
  };

  const retry = (rows: readonly Row[], afterMs?: number): boolean => {
    outbox.release(rows);
    if (afterMs) hold(afterMs);
    else hold(backoffMs(++attempt, clock.random(), ports.isHidden()), -1);
    return false;
  };

  const named = (rows: readonly Row[], result: SendResult & { status: 'ok' }): boolean => {
    const ours = (ids: readonly string[]): string[] => ids.filter((id) => rows.some((row) => row.id === id));
    const done = [...ours(result.done), ...ours(result.rejected)];
    outbox.remove(done);
    if (result.rejected.length) drop('rejected', result.rejected.length);
    ports.onAnswer(result.anonymousId);
    const left = rows.filter(({ id }) => !done.includes(id));
    if (left.length) return retry(left);
    attempt = 0;
    toldRefused = false;
    if (memory.get(WAIT_KEY)) memory.set(WAIT_KEY, null);
    return true;
  };

  const split = (rows: readonly Row[], ours: boolean): boolean => {
    outbox.release(rows);
    if (rows.length > 1) {
      mostMessages = rows.length >> 1;
      return true;
    }
    if (!ours) {
      hold(PROBE_MS);
      return false;
    }
    mostMessages = fullBatch.messages;
    outbox.remove(rows.map(({ id }) => id));
    drop('rejected', 1);
    return true;
  };

  const refused = (rows: readonly Row[], code: number): boolean => {
    outbox.release(rows);
    hold(PROBE_MS);
    if (!toldRefused) emit('error', { code: `http_${code}` });
    toldRefused = true;
    return false;
  };

  /** Acts on a result; true when the next batch can follow. */
  const settle = (rows: readonly Row[], result: SendResult): boolean => {
    if (result.status === 'ok') return named(rows, result);
    if (result.status === 'split') return split(rows, result.ours);
    return result.status === 'refused' ? refused(rows, result.code) : retry(rows, result.afterMs);
  };

  /** One request; true when it is worth going on at once. */
  const send = async (rows: readonly Row[], keepalive: boolean): Promise<boolean> => {
    const reported = drops();
    const result = await transport(
      bodyOf(rows, reported),
      rows.map(({ id }) => id),
      keepalive,
    );
    if (reported.length && result.status === 'ok')
      keepDrops(drops().filter(({ id }) => reported.every((report) => report.id !== id)));
    return settle(rows, result);
  };

  const drain = async (isLeaving: () => boolean): Promise<void> => {
    for (;;) {
      const rows = isLeaving() || waitMs() ? [] : await outbox.claim({ ...fullBatch, messages: mostMessages });
      if (!rows.length || !(await send(rows, false))) return;
    }
  };

  /** One drain; a page that leaves gives the lock free at once, without taking back what it has sent. */
  const drainOrLeave = (): Promise<void> => {
    let leaving = false;
    const left = new Promise<void>((resolve) => {
      stopDrain = () => {
        leaving = true;
        resolve();
      };
    });
    return Promise.race([drain(() => leaving), left]);
  };

  const drainAlone = async (): Promise<void> => {
    if (await lock(drainOrLeave)) {
      lockedOutSince = undefined;
      return;
    }
    if (!(await outbox.left())) return;
    lockedOutSince ??= clock.now();
    if (clock.now() - lockedOutSince < LOCKED_OUT_MS) flushAfter(LOOK_AGAIN_MS * (1 + clock.random()));
    else await drainOrLeave();
  };

  const flush: Delivery['flush'] = async () => {
    cancelTimer?.();
    timerAt = Infinity;
    waiting = { messages: 0, characters: 0 };
    await outbox.ready;
    const wait = waitMs();
    if (wait) {
      flushAfter(wait);
      return;
    }
    if (current) await current;
    current ??= drainAlone().finally(() => (current = undefined));
    await current;
  };

  return {
    flush,
    drop,
    notify: ({ body, rank }) => {
      waiting.messages++;
      waiting.characters += body.length;
      const now = rank > 1 || waiting.messages >= FLUSH_MESSAGES || waiting.characters >= FLUSH_CHARACTERS;
      flushAfter(now ? 0 : DEBOUNCE_MS);
    },
    wake: () => {
      if (Number(memory.get(WAIT_KEY)) < 0) memory.set(WAIT_KEY, null);
      void flush();
    },
    leave: () => {
      outbox.saveUnstored();
      stopDrain?.();
      const rows = waitMs() ? [] : outbox.claimOwn(limits.keepaliveBytes - ENVELOPE_BYTES);
      if (rows.length) void send(rows, true);
    },
  };
};
