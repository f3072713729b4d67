import type { IdCookie } from '../core/ports.ts';

const NAME = 'cl_id';
/** Chromium caps cookies at 400 days. */
const MAX_AGE_SECONDS = 34_560_000;

const read = (): string | undefined => {
  try {
    return new RegExp(`(?:^|; )${NAME}=([\\w-]+)`).exec(document.cookie)?.[1];
  } catch {
    return undefined; // cookies are refused in a sandbox
  }
};

const write = (id: string): void => {
  const labels = location.hostname.split('.');
  const secure = location.protocol === 'https:' ? ';Secure' : '';
  // From the widest domain inwards: the browser refuses public suffixes, so the first that sticks is the root domain.
  for (let from = labels.length - 1; from >= 0; from--) {
    const domain = from ? `;Domain=${labels.slice(from).join('.')}` : '';
    try {
      document.cookie = `${NAME}=${id};Path=/;Max-Age=${MAX_AGE_SECONDS};SameSite=Lax${domain}${secure}`;
    } catch {
      return; // cookies are refused in a sandbox
    }
    if (read() === id) return;
  }
};

/** The anonymous id in a first-party cookie on the root domain, shared by the shop's subdomains. */
export const idCookie: IdCookie = { read, write };
