import type { Finding } from './problems.ts';

const OWN_SCRIPT = /\/cartline(\.[0-9a-f]{8})?\.js$/;
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** The parts of the page that are looked at. */
export interface PageFacts {
  /** Addresses of the page's scripts. */
  readonly scripts: readonly string[];
  /** Keys of the registry of clients: "writeKey relay". */
  readonly clients: readonly string[];
  readonly protocol: string;
  readonly base: string;
}

/** The address, absolute; undefined when it is none. */
export const urlOf = (address: string, base: string): URL | undefined => {
  try {
    return new URL(address, base);
  } catch {
    return undefined; // a typing error of the page, which the browser has said already
  }
};

/** "writeKey relay" in its two parts. */
export const partsOf = (registryKey: string): { readonly writeKey: string; readonly relay: string } => {
  const space = registryKey.indexOf(' ');
  return { writeKey: registryKey.slice(0, space), relay: registryKey.slice(space + 1) };
};

/** What is wrong with how Cartline was put into the page. */
export const checkPage = ({ scripts, clients, protocol, base }: PageFacts): Finding[] => {
  const findings: Finding[] = [];
  const own = scripts.filter((src) => OWN_SCRIPT.test(urlOf(src, base)?.pathname ?? ''));
  if (own[1]) findings.push({ code: 'script_twice', detail: own.join(' and '), about: '' });
  const relays = new Map<string, string>();
  for (const { writeKey, relay } of clients.map(partsOf)) {
    const other = relays.get(writeKey);
    if (other !== undefined) findings.push({ code: 'clients_differ', detail: `${writeKey}: ${other} and ${relay}` });
    relays.set(writeKey, relay);
    const url = urlOf(relay, base);
    if (protocol === 'https:' && url?.protocol === 'http:' && !LOCAL.test(url.hostname)) {
      findings.push({ code: 'insecure_relay', detail: relay });
    }
  }
  return findings;
};
