import { isRecord } from '../../record.ts';
import type { Values } from '../compact.ts';

/** What the API said: an answer, nothing there, or away for now. */
export type Fetched =
  | { readonly status: 'ok'; readonly order: Values; readonly products: readonly Values[] }
  | { readonly status: 'missing' }
  | { readonly status: 'away'; readonly reason: string };

export interface ApiOptions {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** Asks for an order and its lines, which BigCommerce's webhooks only name. */
export const createApi = ({ baseUrl, accessToken, timeoutMs, fetch: get }: ApiOptions) => {
  const headers = { 'x-auth-token': accessToken, accept: 'application/json' };

  const read = async (path: string): Promise<unknown> => {
    const response = await get(`${baseUrl}${path}`, {
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    if (response.status === 404) return undefined;
    if (response.status === 204) return []; // an order without lines
    if (!response.ok) throw new Error(`BigCommerce answered ${response.status} to GET ${path}`);
    return response.json();
  };

  return async (orderId: string): Promise<Fetched> => {
    try {
      const order = await read(`/v2/orders/${encodeURIComponent(orderId)}`);
      if (!isRecord(order)) return { status: 'missing' };
      const products = await read(`/v2/orders/${encodeURIComponent(orderId)}/products?limit=250`);
      return { status: 'ok', order, products: Array.isArray(products) ? products.filter(isRecord) : [] };
    } catch (error) {
      return { status: 'away', reason: error instanceof Error ? error.message : String(error) };
    }
  };
};
