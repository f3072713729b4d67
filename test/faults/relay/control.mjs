// Loaded into the relay's process (node --import): a clock that can be set and run faster, and a death right after the commit of messages.
import { StatementSync } from 'node:sqlite';

const { AbortSignal } = globalThis;
const realNow = Date.now;
const realTimeout = setTimeout;
const realSignal = AbortSignal.timeout.bind(AbortSignal);
/** No request may be given up sooner than this in real time, however fast the clock runs. */
const LEAST_SIGNAL_MS = 1_000;

const speed = Number(process.env.CARTLINE_CLOCK_SPEED ?? 1);
const begun = realNow();
let offset = Number(process.env.CARTLINE_CLOCK_OFFSET ?? 0);
let isToDie = false;

Date.now = () => Math.round(begun + offset + (realNow() - begun) * speed);
if (speed !== 1) {
  globalThis.setTimeout = Object.assign((work, ms, ...rest) => realTimeout(work, ms / speed, ...rest), realTimeout);
  AbortSignal.timeout = (ms) => realSignal(Math.max(ms / speed, Math.min(ms, LEAST_SIGNAL_MS)));
}

const realRun = StatementSync.prototype.run;
let hasAppended = false;
StatementSync.prototype.run = function run(...values) {
  const result = realRun.apply(this, values);
  const text = this.sourceSQL;
  if (text.startsWith('insert into message_keys')) hasAppended = true;
  if (text !== 'commit' && text !== 'rollback') return result;
  if (text === 'commit' && hasAppended && isToDie) process.kill(process.pid, 'SIGKILL');
  hasAppended = false;
  return result;
};

process.on('message', ({ jumpMs = 0, dieAfterAppend = false }) => {
  offset += jumpMs;
  isToDie ||= dieAfterAppend;
  process.send?.('done');
});
process.channel?.unref();
