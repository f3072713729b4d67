import { createFaults, describeFault, type Fault } from '../wire/faults.ts';
import { listen, type Listening, type ListenOptions } from '../wire/listen.ts';
import { meet } from '../wire/meet.ts';
import { asFetched, type Outcome } from '../wire/outcome.ts';
import { readArrival } from '../wire/arrival.ts';
import { createApi } from './api.ts';
import { createControl } from './control.ts';
import type {
  AnonymousVisitor,
  CustomerioDoubleOptions,
  CustomerioObject,
  Failure,
  Person,
  RecordedRequest,
  Violation,
} from './model.ts';
import { createOpenapiCheck } from './openapi.ts';
import { findPerson, toAnonymous, toObject, toPerson } from './snapshot.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export type { Fault } from '../wire/faults.ts';
export type { Listening, ListenOptions } from '../wire/listen.ts';
export type {
  AnonymousVisitor,
  CustomerioDoubleOptions,
  CustomerioObject,
  Failure,
  ObjectRelationship,
  Person,
  PersonRelationship,
  RecordedRequest,
  TimelineEntry,
  Violation,
} from './model.ts';

/** A stand-in for Customer.io's Track API, v1 and v2, that remembers what arrived and says what was wrong with it. */
export interface CustomerioDouble {
  /** Answers a request without a network; a connection that a fault breaks is a TypeError, as with `fetch`. */
  fetch(request: Request): Promise<Response>;
  /** Serves the API, the page at `/` and the helpers under `/_double/` on a real socket. */
  listen(options?: ListenOptions): Promise<Listening>;
  persons(): Person[];
  /** By email in any case, id, or cio id. */
  person(identifier: string): Person | undefined;
  /** Anonymous activity that belongs to no person. */
  anonymous(): AnonymousVisitor[];
  objects(): CustomerioObject[];
  /** What must never be sent: empty after a good run. */
  violations(): Violation[];
  /** What was answered with 200 and yet not done. */
  failures(): Failure[];
  /** Every API request in order of arrival, those met by a fault too. */
  requests(): RecordedRequest[];
  /** Starts a fault; returns what stops it. */
  inject(fault: Fault): () => void;
  /** Forgets everything, and stops all faults. */
  reset(): void;
}

const createViews = (
  workspace: () => Workspace,
): Pick<CustomerioDouble, 'persons' | 'person' | 'anonymous' | 'objects' | 'violations' | 'failures' | 'requests'> => ({
  persons: () =>
    workspace()
      .people.all()
      .map((person) => toPerson(workspace(), person)),
  person: (identifier) => {
    const person = findPerson(workspace(), identifier);
    return person && toPerson(workspace(), person);
  },
  anonymous: () => toAnonymous(workspace()),
  objects: () => workspace().objects.all().map(toObject),
  violations: () => [...workspace().log.violations],
  failures: () => [...workspace().log.failures],
  requests: () => workspace().log.requests.map((call) => ({ ...call })),
});

/**
 * Creates the stand-in. It listens nowhere until `listen` is called.
 * @example
 * const customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
 * const { url, close } = await customerio.listen();
 */
export function createCustomerioDouble(options: CustomerioDoubleOptions): CustomerioDouble {
  const openapi = createOpenapiCheck(options.compat ?? false);
  const faults = createFaults();
  let workspace = createWorkspace(options);
  let api = createApi(options, workspace, openapi);
  const views = createViews(() => workspace);

  const reset = (): void => {
    faults.clear();
    workspace = createWorkspace(options);
    api = createApi(options, workspace, openapi);
  };
  const control = createControl({ ...views, inject: faults.inject, clearFaults: faults.clear, reset });

  const handle = async (request: Request): Promise<Outcome> => {
    if (!new URL(request.url).pathname.startsWith('/api/')) {
      return { kind: 'answer', response: await control(request) };
    }
    const arrival = await readArrival(request, workspace.now());
    const { call } = arrival;
    workspace.log.requests.push(call);
    const fault = faults.take(call);
    if (fault) call.fault = describeFault(fault);
    return meet(
      fault,
      (refusedItems) => api(arrival, refusedItems),
      (status) => (call.status = status),
    );
  };

  return {
    ...views,
    fetch: async (request) => asFetched(await handle(request)),
    listen: (listenOptions) => listen(handle, listenOptions),
    inject: faults.inject,
    reset,
  };
}
