import type { DropReason, DropReport } from '../../schema.ts';
import { limits } from '../../schema/limits.ts';
import { readList, writeList } from './json.ts';
import { named } from './named.ts';
import type { Delivery, DeliveryClient, DeliveryOptions } from './delivery-port.ts';
import { createOutbox } from './outbox.ts';
import type { Reply, Row, World } from './ports.ts';
import { backoffMs, LONGEST_WAIT_MS, retryAfterMs } from './retry.ts';
import { without } from './rows.ts';
import { ulidTime } from './ulid.ts';
import { utf8Bytes } from './utf8.ts';

const DEBOUNCE_MS = 300;
/** At once at so many messages, or so many characters: a message counts as at least a twentieth of these. */
const FLUSH_MESSAGES = 20;
const FLUSH_CHARACTERS = 48_000;
/** A wrong key, origin or address is asked about this often. */
const PROBE_MS = 900_000;
/** Another tab is sending: look again after 1 to 2 s. */
const LOOK_AGAIN_MS = 1_000;
/** Locked out for this long, the lock's holder is taken for dead: at the next look, 15 s have not passed. */
const LOCKED_OUT_MS = 12_000;
/** A message is given up after this, and one more attempt that failed. */
const MOST_AGE_MS = 14 * 86_400_000;
/** Room for what stands around the messages of a body. */
const ENVELOPE_BYTES = 1_000;
/** Until when nobody sends, for all tabs and reloads: Unix ms, below 0 when it is our own backoff, which a returning network ends. */
const WAIT_KEY = 'cl_wait';
const DROPS_KEY = 'cl_drops';

export const createDelivery = (
  world: World,
  { writeKey, ack }: DeliveryOptions,
  { newId, fromRank, emit, tell, onAnswer }: DeliveryClient,
): Delivery => {
  const { now, random, get, set } = world;
  /** Told once, as the page begins: a clock that is set to another year later must not make everything old. */
  const oldest = ulidTime(now() - MOST_AGE_MS);
  /** So many of the oldest rows were refused together: one of them is at fault, and halves find it. */
  let suspects = 0;
  let failures = 0;
  let queued = 0;
  let timerAt = Infinity;
  let current: Promise<void> | undefined;
  let lockedOutSince = 0;
  let freeLock: (() => void) | undefined;
  /** Bytes of our keepalive requests on their way: browsers allow 64 KiB for the whole page, and the shop needs some too. */
  let keptAlive = 0;

  const drops = (): DropReport[] => readList(world, DROPS_KEY);

  const drop: Delivery['drop'] = (reason, count) => {
    if (!count) return;
    writeList(world, DROPS_KEY, [...drops(), { id: newId(), reason, count }]);
    emit('drop', { reason, messages: count });
  };

  const outbox = createOutbox(world, tell, drop);

  const giveUp = (rows: readonly Row[], reason: DropReason): void => {
    outbox.remove(rows, true);
    drop(reason, rows.length);
  };

  const waitMs = (): number => {
    const wait = Math.abs(Number(get(WAIT_KEY))) - now();
    return wait > LONGEST_WAIT_MS || wait < 0 ? 0 : wait;
  };

  /** A timer that fires when another has flushed already finds nothing to send. */
  const flushAfter = (delayMs: number): void => {
    if (now() + delayMs >= timerAt) return;
    timerAt = now() + delayMs;
    world.after(delayMs, () => void flush());
  };

  /** What to do with rows that no answer named; true when the next batch can follow at once. */
  const retry = (rows: readonly Row[], { code, text, after }: Reply): boolean => {
    const isBody = /400|413|422/.test(`${code}`);
    const isOurs = isBody && text.startsWith('{"error"');
    const isProbe = isBody || /40[134]/.test(`${code}`);
    const expired = rows.filter(({ id }) => id < oldest);
    const left = without(rows, expired);
    giveUp(expired, 'expired');
    outbox.release(left);
    suspects = isBody && left[1] ? left.length : 0;
    if (suspects) return true;
    if (isOurs) giveUp(left, 'rejected');
    else {
      if (isProbe) tell(`http_${code}`);
      const askedMs = isProbe ? PROBE_MS : retryAfterMs(after, now());
      const delayMs = askedMs || backoffMs(++failures, random(), world.isHidden());
      set(WAIT_KEY, (askedMs ? '' : '-') + Math.ceil(now() + delayMs));
      flushAfter(delayMs);
    }
    return isOurs;
  };

  /** One request, which outlives the page if it is small; true when the next batch can follow at once. */
  const send = async (rows: readonly Row[], leaving?: true): Promise<boolean> => {
    const dropped = drops();
    const tail = JSON.stringify({ writeKey, sentAt: new Date(now()), dropped }).slice(1);
    const text = `{"batch":[${rows.map(({ body }) => body).join()}],${tail}`;
    const bytes = utf8Bytes(text);
    const kept = bytes > limits.keepaliveBytes ? 0 : bytes;
    keptAlive += kept;
    const reply = await world.transport(
      text,
      !!kept,
      __EXTRAS__ && !leaving ? () => rows.every(({ rank }) => rank >= fromRank()) : undefined,
    );
    keptAlive -= kept;
    const [done, refused] = named(reply, rows, ack);
    const left = without(rows, [...done, ...refused]);
    outbox.remove(done);
    giveUp(refused, 'rejected');
    if (left[0]) return retry(left, reply);
    writeList(world, DROPS_KEY, without(drops(), dropped));
    onAnswer();
    suspects = Math.max(0, suspects - rows.length);
    failures = 0;
    set(WAIT_KEY, null);
    return true;
  };

  /** Sends until nothing is left or it is time to wait. */
  const drain = async (): Promise<true> => {
    const next = (): Promise<Row[]> =>
      outbox.claim(
        fromRank,
        Math.ceil(suspects / 2) || limits.batchMessages,
        limits.clientBatchBytes - ENVELOPE_BYTES,
        flushAfter,
      );
    for (let rows; !waitMs() && (rows = await next())[0] && (await send(rows)););
    return true;
  };

  /** The lock is free as soon as the page leaves, whatever is on its way. */
  const drainAlone = async (): Promise<void> => {
    const isMine = await world.lock(
      () =>
        new Promise((resolve) => {
          freeLock = () => {
            resolve(true);
          };
          void drain().then(resolve);
        }),
    );
    if (isMine) lockedOutSince = 0;
    else if (now() - (lockedOutSince ||= now()) < LOCKED_OUT_MS) flushAfter(LOOK_AGAIN_MS * (1 + random()));
    else await drain();
  };

  const flush: Delivery['flush'] = async () => {
    timerAt = Infinity;
    queued = 0;
    await outbox.open();
    const wait = waitMs();
    if (wait) {
      lockedOutSince = 0;
      return flushAfter(wait);
    }
    await current;
    return (current ??= drainAlone().finally(() => (current = undefined)));
  };

  return {
    flush,
    drop,
    erase: outbox.erase,
    put: (row) => {
      outbox.put(row);
      queued += Math.max(row.body.length, FLUSH_CHARACTERS / FLUSH_MESSAGES);
      flushAfter(row.rank > 1 || queued >= FLUSH_CHARACTERS ? 0 : DEBOUNCE_MS);
    },
    wake: (online) => {
      if (online && Number(get(WAIT_KEY)) < 0) set(WAIT_KEY, null);
      void flush();
    },
    leave: () => {
      freeLock?.();
      outbox.log();
      if (waitMs()) return;
      const room = limits.keepaliveBytes - ENVELOPE_BYTES - keptAlive;
      const rows = outbox.claimOwn(fromRank(), limits.batchMessages, room);
      if (rows[0]) void send(rows, true);
    },
  };
};
