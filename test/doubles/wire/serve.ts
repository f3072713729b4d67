import { readArrival, type Arrival } from './arrival.ts';
import { createFaults, describeFault, type Fault } from './faults.ts';
import { listen, type Listening, type ListenOptions } from './listen.ts';
import { meet } from './meet.ts';
import { asFetched, type Outcome } from './outcome.ts';
import type { Call, RecordedRequest, Violation } from './recorded.ts';

/** What every stand-in of an HTTP API can do. */
export interface StandIn {
  /** Answers a request without a network; a connection that a fault breaks is a TypeError, as with `fetch`. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly listen: (options?: ListenOptions) => Promise<Listening>;
  /** What must never be sent: empty after a good run. */
  readonly violations: () => readonly Violation[];
  /** Every request in order of arrival, those met by a fault too. */
  readonly requests: () => readonly RecordedRequest[];
  /** Starts a fault; returns what stops it. */
  readonly inject: (fault: Fault) => () => void;
}

/** Where a stand-in writes down what was wrong with a request. */
export type Violate = (statement: Violation['statement'], message: string, call: Call) => void;

export interface ServeOptions {
  /** Milliseconds. */
  readonly now: () => number;
  readonly api: (arrival: Arrival, violate: Violate) => Response | Promise<Response>;
}

/** Serves an API: records the requests, lets the faults meet them, keeps the violations. */
export const serve = ({ now, api }: ServeOptions): StandIn => {
  const faults = createFaults();
  const requests: Call[] = [];
  const violations: Violation[] = [];
  const violate: Violate = (statement, message, { method, path, body }) =>
    void violations.push({ at: now(), statement, message, request: { method, path, body } });

  const handle = async (request: Request): Promise<Outcome> => {
    const arrival = await readArrival(request, now());
    const { call } = arrival;
    requests.push(call);
    const fault = faults.take(call);
    if (fault) call.fault = describeFault(fault);
    return meet(
      fault,
      () => api(arrival, violate),
      (status) => (call.status = status),
    );
  };

  return {
    fetch: async (request) => asFetched(await handle(request)),
    listen: (options) => listen(handle, options),
    violations: () => [...violations],
    requests: () => requests.map((call) => ({ ...call })),
    inject: (fault) => {
      if ('kind' in fault && fault.kind === 'partial') throw new TypeError('this API refuses no single items by a 207');
      return faults.inject(fault);
    },
  };
};
