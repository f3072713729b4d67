import { Hono, type Context } from 'hono';
import { parseFault, type Faults } from '../wire/faults.ts';
import type { AnonymousVisitor, CustomerioObject, Failure, Person, RecordedRequest, Violation } from './model.ts';
import { renderFragment, type PageState } from './page-fragment.ts';
import { pageScript } from './page-script.ts';
import { PAGE_POLICY, renderPage } from './page.ts';

/** What the page and the helpers need of the stand-in. */
export interface Controlled {
  persons(): Person[];
  anonymous(): AnonymousVisitor[];
  objects(): CustomerioObject[];
  violations(): Violation[];
  failures(): Failure[];
  requests(): RecordedRequest[];
  inject: Faults['inject'];
  clearFaults(): void;
  reset(): void;
}

const FAULT_SHAPE =
  'a fault is {status, retryAfter?, times?} or {kind: reset-before-processing | reset-after-processing | slow (with ms) | redirect (with location) | partial (with items) | truncated-body, times?}';

/** Unless another is chosen, the person who was there first is shown: that one does not change as more arrive. */
const openEntry = (chosen: string | undefined, [first]: readonly Person[]): string | undefined =>
  chosen || (first && `p:${first.cioId}`);

const pageState = (controlled: Controlled, chosen: string | undefined): PageState => ({
  persons: controlled.persons(),
  anonymous: controlled.anonymous(),
  violations: controlled.violations(),
  failures: controlled.failures(),
  objects: controlled.objects().length,
  requests: controlled.requests().length,
  open: openEntry(chosen, controlled.persons()),
  now: Date.now(),
});

const stateOf = (controlled: Controlled): Record<string, unknown> => {
  const [persons, anonymous, objects] = [controlled.persons(), controlled.anonymous(), controlled.objects()];
  const [violations, failures, requests] = [controlled.violations(), controlled.failures(), controlled.requests()];
  const lists = { persons, anonymous, objects, violations, failures };
  const counted = Object.entries({ ...lists, requests }).map(([name, list]) => [name, list.length]);
  return { ...lists, counts: Object.fromEntries(counted) };
};

const injectFault = async (context: Context, controlled: Controlled): Promise<Response> => {
  const fault = parseFault(await context.req.json().catch(() => undefined));
  if (!fault) return context.json({ error: FAULT_SHAPE }, 400);
  controlled.inject(fault);
  return context.json({ injected: fault });
};

/** Creates the page at `/` and the helpers under `/_double/`: they are the stand-in's own, not Customer.io's. */
export const createControl = (controlled: Controlled): ((request: Request) => Promise<Response>) => {
  const app = new Hono();
  app.use('/', async (context, next) => {
    await next();
    context.header('content-security-policy', PAGE_POLICY);
  });
  app.get('/', (context) => context.html(renderPage(pageState(controlled, context.req.query('open')))));
  app.get('/_double/fragment', (context) =>
    context.html(renderFragment(pageState(controlled, context.req.query('open')))),
  );
  app.get('/_double/page.js', (context) =>
    context.body(pageScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/_double/state', (context) => context.json(stateOf(controlled)));
  app.post('/_double/reset', (context) => {
    controlled.reset();
    return context.json({});
  });
  app.post('/_double/faults', (context) => injectFault(context, controlled));
  app.delete('/_double/faults', (context) => {
    controlled.clearFaults();
    return context.json({});
  });
  return async (request) => app.fetch(request);
};
