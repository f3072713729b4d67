import type { Call } from './recorded.ts';

/** A request that was read whole, so that a fault may meet it before or after it is processed. */
export interface Arrival {
  readonly url: URL;
  readonly headers: Headers;
  readonly text: string;
  readonly call: Call;
}

const parseJson = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text; // kept as it came; the API answers 400
  }
};

export const readArrival = async (request: Request, at: number): Promise<Arrival> => {
  const url = new URL(request.url);
  const text = await request.text();
  const call: Call = { at, method: request.method, path: url.pathname + url.search, body: parseJson(text), status: 0 };
  return { url, headers: request.headers, text, call };
};
