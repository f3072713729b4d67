import { attempt } from '../core/attempt.ts';

/** Chromium caps cookies at 400 days. */
const MAX_AGE_SECONDS = 34_560_000;

/** The anonymous id in a first-party cookie; undefined where there is none, or where cookies are refused. */
export const readCookie = (): string | undefined => attempt(() => /(^| )cl_id=([^;]+)/.exec(document.cookie)?.[2]);

/**
 * Keeps the id on the root domain, shared by the shop's subdomains; "" forgets it. Tried from the widest domain inwards:
 * the browser refuses public suffixes, so the first that sticks is the root domain.
 */
export const writeCookie = (id: string): void =>
  attempt(() => {
    const labels = location.hostname.split('.');
    for (let from = labels.length; from-- && (readCookie() ?? '') !== id;) {
      document.cookie = `cl_id=${id};path=/;max-age=${id ? MAX_AGE_SECONDS : 0};samesite=lax;domain=${labels.slice(from).join('.')}`;
    }
  });
