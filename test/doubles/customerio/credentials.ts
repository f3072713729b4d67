import { decodeBasic } from '../wire/basic-auth.ts';
import type { CustomerioDoubleOptions } from './model.ts';

export type Authorisation =
  | { readonly status: 'ok' }
  | { readonly status: 'refused'; readonly statement: number; readonly message: string }
  /** The key belongs to the other region, which answers there: the request has crossed the border by then. */
  | { readonly status: 'elsewhere'; readonly url: string; readonly message: string };

/** Judges the `Authorization` header: Basic, `site_id:api_key`. */
export const createAuthoriser = (options: CustomerioDoubleOptions): ((header: string | null) => Authorisation) => {
  const { siteId, apiKey, region = 'us', otherRegion } = options;
  const foreign = otherRegion?.credentials.map((other) => `${other.siteId}:${other.apiKey}`) ?? [];
  return (header) => {
    const came = decodeBasic(header);
    if (came === `${siteId}:${apiKey}`) return { status: 'ok' };
    if (came === undefined)
      return { status: 'refused', statement: 1, message: 'needs Authorization: Basic base64(site_id:api_key)' };
    if (!otherRegion || !foreign.includes(came))
      return { status: 'refused', statement: 1, message: 'unknown site id or API key' };
    if (region === 'eu') return { status: 'refused', statement: 25, message: 'a US key was sent to the EU host' };
    return {
      status: 'elsewhere',
      url: otherRegion.url,
      message: 'an EU key was sent to the US host: the data passed through the US',
    };
  };
};
