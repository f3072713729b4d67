import {
  createCustomerioDouble,
  type CustomerioDouble,
  type CustomerioDoubleOptions,
} from '../../../doubles/customerio/index.ts';

const SITE = 'site';
const KEY = 'key';
const HOST = 'http://customerio.test';

/** 2026-07-25T17:20:00Z, in Unix seconds. */
export const NOW = 1_785_000_000;
export const HOUR = 3600;
export const DAY = 86_400;

/** Valid, and different for each number. */
export const ulid = (n: number): string => `01BX5ZZKBKACTAV9WEVGE${String(n).padStart(5, '0')}`;

export const basic = (siteId: string, apiKey: string): string => `Basic ${btoa(`${siteId}:${apiKey}`)}`;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Scene {
  readonly customerio: CustomerioDouble;
  /** Moves the clock by so many seconds. */
  pass(seconds: number): void;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(identifier: string, attributes?: object): Promise<Answer>;
  track(identifier: string, event: object): Promise<Answer>;
  anonymous(event: object): Promise<Answer>;
  entity(item: object): Promise<Answer>;
  batch(...items: unknown[]): Promise<Answer>;
  /** The statements that were violated, in order, without the OpenAPI file's opinion. */
  broken(): (number | 'openapi')[];
  openapi(): string[];
}

const toRequest = (method: string, path: string, body: unknown, headers: Record<string, string>): Request =>
  new Request(`${HOST}${path}`, {
    method,
    headers: { authorization: basic(SITE, KEY), 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

/** A stand-in at a standing clock, and short ways to call it. */
export const createScene = (options: Partial<CustomerioDoubleOptions> = {}): Scene => {
  let nowMs = NOW * 1000;
  const customerio = createCustomerioDouble({ siteId: SITE, apiKey: KEY, now: () => nowMs, ...options });
  const call: Scene['call'] = async (method, path, body, headers = {}) =>
    read(await customerio.fetch(toRequest(method, path, body, headers)));
  const customer = (identifier: string): string => `/api/v1/customers/${encodeURIComponent(identifier)}`;
  return {
    customerio,
    pass: (seconds) => void (nowMs += seconds * 1000),
    call,
    put: (identifier, attributes = {}) => call('PUT', customer(identifier), attributes),
    track: (identifier, event) => call('POST', `${customer(identifier)}/events`, event),
    anonymous: (event) => call('POST', '/api/v1/events', event),
    entity: (item) => call('POST', '/api/v2/entity', item),
    batch: (...items) => call('POST', '/api/v2/batch', { batch: items }),
    broken: () =>
      customerio
        .violations()
        .map(({ statement }) => statement)
        .filter((statement) => statement !== 'openapi'),
    openapi: () =>
      customerio
        .violations()
        .filter(({ statement }) => statement === 'openapi')
        .map(({ message }) => message),
  };
};
