import type { Arrival } from '../wire/arrival.ts';
import { decodeBasic } from '../wire/basic-auth.ts';
import { serve, type StandIn, type Violate } from '../wire/serve.ts';
import { headerProblem, idOf, readItems } from './judge.ts';
import { DEDUPE_MS, MAX_ITEM_BYTES } from './limits.ts';
import { batchGroups, countsAsDelivered } from './group-batches.ts';
import type { DestinationRequest, Json, RudderstackOptions, SentRequest, StoredEvent } from './model.ts';
import { timestampOf } from './time.ts';
import { toCustomerio } from './to-customerio.ts';

export type { DestinationRequest, SentRequest, StoredEvent } from './model.ts';

/** A stand-in for RudderStack: its gateway, and its Customer.io destination with the defects that it has. */
export interface RudderstackDouble extends StandIn {
  readonly events: () => readonly StoredEvent[];
  /** What the Customer.io destination behind it has sent. */
  readonly sent: () => readonly SentRequest[];
}

const PATH = /^\/v1\/(identify|track|page|screen|group|alias|batch)$/;
const answer = (status: number, text: string): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });

const basic = (user: string, password: string): string => `Basic ${btoa(`${user}:${password}`)}`;

/** Creates the stand-in. */
export const createRudderstackDouble = (options: RudderstackOptions): RudderstackDouble => {
  const { writeKey, isDisabled = false, dedupes = false, customerio, now = Date.now } = options;
  const events: StoredEvent[] = [];
  const sent: SentRequest[] = [];
  const seen = new Map<string, number>();

  const isRepeated = (messageId: string): boolean => {
    const before = seen.get(messageId);
    seen.set(messageId, now());
    return dedupes && before !== undefined && now() - before < DEDUPE_MS;
  };

  const request = async ({ method, url, body }: DestinationRequest): Promise<void> => {
    if (!customerio) return;
    const headers = { authorization: basic(customerio.siteId, customerio.apiKey), 'content-type': 'application/json' };
    const init = { method, headers, body: JSON.stringify(body) };
    const { status } = await customerio.double.fetch(new Request(url, init));
    sent.push({ method, url, body, status, isDelivered: countsAsDelivered(status) });
  };

  /** In the order in which they came; groups that follow each other share requests. */
  const forward = async (stored: readonly StoredEvent[]): Promise<void> => {
    let groups: DestinationRequest[] = [];
    const sendGroups = async (): Promise<void> => {
      for (const batch of batchGroups(groups)) await request(batch);
      groups = [];
    };
    for (const event of stored) {
      const made = customerio && toCustomerio(event, customerio.region);
      if (made && event.body['type'] === 'group') groups.push(made);
      else await sendGroups();
      if (made && event.body['type'] !== 'group') await request(made);
    }
    await sendGroups();
  };

  const store = (item: Json, header: string | null): readonly StoredEvent[] => {
    const messageId = idOf(item['messageId']) ?? crypto.randomUUID();
    if (isRepeated(messageId)) return [];
    const userKey = [header ?? '', idOf(item['anonymousId']) ?? '', idOf(item['userId']) ?? ''].join('<<>>');
    const event = { messageId, timestamp: timestampOf(item, now()), userKey, body: item };
    events.push(event);
    return [event];
  };

  const authorise = ({ headers, call }: Arrival, violate: Violate): Response | undefined => {
    const came = decodeBasic(headers.get('authorization'));
    if (came === `${writeKey}:`) return isDisabled ? answer(404, 'source is disabled') : undefined;
    const text = came === undefined ? 'failed to read writekey from header' : 'invalid write key';
    violate(40, text, call);
    return answer(401, text);
  };

  const judge = ({ call }: Arrival, header: string | null, items: readonly Json[], violate: Violate): void => {
    const problem = headerProblem(header, items);
    if (problem !== undefined) violate(43, problem, call);
    const large = items.find((item) => new TextEncoder().encode(JSON.stringify(item)).length > MAX_ITEM_BYTES);
    if (large) violate(40, `a message may have ${MAX_ITEM_BYTES} bytes`, call);
    const forged = items.find((item) => 'receivedAt' in item || 'request_ip' in item);
    if (forged) violate(41, 'receivedAt and request_ip are believed, and must not come from a client', call);
  };

  const api = async (arrival: Arrival, violate: Violate): Promise<Response> => {
    const { url, call, text, headers } = arrival;
    if (call.method !== 'POST' || !PATH.test(url.pathname)) return answer(404, 'not found');
    const refused = authorise(arrival, violate);
    if (refused) return refused;
    const items = readItems(url.pathname, text, call.body);
    if ('status' in items) {
      violate(items.statement, items.text, call);
      return answer(items.status, items.text);
    }
    const header = headers.get('anonymousid');
    judge(arrival, header, items, violate);
    await forward(items.flatMap((item) => store(item, header)));
    return answer(200, 'ok');
  };

  return { ...serve({ now, api }), events: () => [...events], sent: () => [...sent] };
};
