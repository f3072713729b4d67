import type { Finding, ProblemCode } from './problems.ts';
import type { RelayReply } from './watch-relay.ts';

/** A relay that is silent for so long is worth a warning. Milliseconds. */
const SILENT_MS = 10_000;
/** Clocks that differ by less are left alone: answers travel, and the header counts seconds. */
const SKEW_MS = 300_000;

const codeOfStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'relay_refuses',
  401: 'key_refused',
  403: 'origin_refused',
  404: 'relay_not_found',
  413: 'relay_refuses',
  422: 'relay_refuses',
};

/** The finding for a status that asking again does not mend; undefined for the others. */
export const refusalOf = (status: number, relay: string, refusal?: string): Finding | undefined => {
  const code = codeOfStatus[status];
  return (
    code && { code, detail: `${relay} answers ${status}${refusal ? `: ${refusal}` : ''}`, about: `${relay} ${status}` }
  );
};

const failureOf = ({ status, answer }: RelayReply): ProblemCode | undefined => {
  if (answer || codeOfStatus[status]) return undefined;
  if (!status) return 'relay_unreachable';
  return status < 300 ? 'answer_foreign' : 'relay_failing';
};

export interface RelayHealth {
  readonly heard: (reply: RelayReply) => Finding[];
  /** What has gone on for too long, while messages wait. */
  readonly lasting: (now: number, isWaiting: boolean, isOnline: boolean) => Finding[];
  readonly last: () => RelayReply | undefined;
}

/** Makes of single answers what is worth saying: one failure is none, ten seconds of them are. */
export const createRelayHealth = (relay: string): RelayHealth => {
  let last: RelayReply | undefined;
  let failingSince: number | undefined;
  return {
    heard: (reply) => {
      last = reply;
      failingSince = failureOf(reply) ? (failingSince ?? reply.at - reply.tookMs) : undefined;
      const { status, refusal, skewMs = 0 } = reply;
      const minutes = Math.round(Math.abs(skewMs) / 60_000);
      const side = skewMs > 0 ? 'ahead of' : 'behind';
      const skew: Finding = {
        code: 'clock_wrong',
        detail: `this device is ${minutes} min ${side} the relay`,
        about: 'skew',
      };
      const refused = refusalOf(status, relay, refusal);
      return [...(refused ? [refused] : []), ...(Math.abs(skewMs) > SKEW_MS ? [skew] : [])];
    },
    lasting: (now, isWaiting, isOnline) => {
      const code = last && failureOf(last);
      if (!code || !isWaiting || !isOnline || failingSince === undefined || now - failingSince < SILENT_MS) return [];
      return [{ code, detail: last?.status ? `${relay} answers ${last.status}` : relay, about: relay }];
    },
    last: () => last,
  };
};
