import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { ForbiddenAddressError, type Fetch } from '../sending/call.ts';
import { isPublicAddress } from './addresses.ts';

/** Resolves a name to all its addresses. */
export type Resolve = (
  name: string,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

const resolveBySystem: Resolve = (name, callback) => systemLookup(name, { all: true }, callback);

/** Nobody needs more of a webhook's answer, and nobody may fill our memory with it. */
const MOST_BYTES = 65_536;

const forbidden = (host: string, address: string): ForbiddenAddressError =>
  new ForbiddenAddressError(
    `${host} is ${address}, which is not a public address: nothing is sent there unless allowPrivateAddresses is true`,
  );

/** Looks a name up for a connection that is about to be made: what was judged is what is connected to. */
const guardedLookup =
  ({ resolve, isAllowed }: Required<GuardOptions>): LookupFunction =>
  (name, options, callback) =>
    resolve(name, (error, addresses) => {
      const [first] = addresses;
      const bad = error ? undefined : addresses.find(({ address }) => !isAllowed(address));
      if (error || !first) return callback(error ?? new Error(`${name} has no address`), '', 0);
      if (bad) return callback(forbidden(name, bad.address), '', 0);
      return options.all ? callback(null, [...addresses]) : callback(null, first.address, first.family);
    });

const readAnswer = async (message: IncomingMessage): Promise<Response> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MOST_BYTES) break; // ends the stream, and with it the connection
  }
  const headers = new Headers();
  for (const name of ['location', 'retry-after']) {
    const value = message.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const status = message.statusCode ?? 0;
  const mayHaveBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(mayHaveBody ? await new Blob(chunks as Uint8Array<ArrayBuffer>[]).text() : null, {
    status,
    headers,
  });
};

/** What a guarded `fetch` judges by. */
export interface GuardOptions {
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
  /** Whether to connect to an IP address. Default: to public ones only. */
  readonly isAllowed?: (address: string) => boolean;
}

/**
 * A `fetch` for addresses that somebody else chose: it connects to allowed addresses only, to the very address that was
 * judged, and follows no redirect. Rejects with a ForbiddenAddressError where it will not connect.
 */
export const createGuardedFetch = (options: GuardOptions = {}): Fetch => {
  const guard = { resolve: resolveBySystem, isAllowed: isPublicAddress, ...options };
  return (url, { method = 'GET', headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const host = target.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !guard.isAllowed(host)) return reject(forbidden(target.hostname, host));
      const request = target.protocol === 'https:' ? requestHttps : requestHttp;
      const outgoing = request(target, {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        lookup: guardedLookup(guard),
        ...(signal && { signal }),
      });
      outgoing.on('response', (message) => void readAnswer(message).then(resolve, reject));
      outgoing.on('error', reject);
      outgoing.end(typeof body === 'string' ? body : undefined);
    });
};
