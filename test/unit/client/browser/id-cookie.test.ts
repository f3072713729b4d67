import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCookie, writeCookie } from '../../../../src/client/browser/id-cookie.ts';
import { goTo } from './page.ts';

interface Jar {
  /** Values by domain. */
  readonly kept: Map<string, string>;
  readonly written: string[];
}

/** A cookie jar as browsers have it: it refuses public suffixes, and a cookie is another on each domain. */
const jar = (publicSuffixes: readonly string[] = []): Jar => {
  const [kept, written] = [new Map<string, string>(), [] as string[]];
  vi.spyOn(document, 'cookie', 'get').mockImplementation(() =>
    ['other=x', 'not_cl_id=y', ...[...kept.values()].map((value) => `cl_id=${value}`), 'last=z'].join('; '),
  );
  vi.spyOn(document, 'cookie', 'set').mockImplementation((text) => {
    written.push(text);
    const [pair = '', ...attributes] = text.split(';');
    const domain = attributes.find((attribute) => /^domain=/i.test(attribute))?.slice(7) ?? location.hostname;
    if (publicSuffixes.includes(domain)) return;
    if (/;max-age=0/i.test(text)) kept.delete(domain);
    else kept.set(domain, pair.slice(pair.indexOf('=') + 1));
  });
  return { kept, written };
};

beforeEach(() => goTo('https://www.shop.co.uk/'));
afterEach(() => vi.restoreAllMocks());

describe('the cookie of the anonymous id', () => {
  it('is kept on the widest domain that the browser takes, and on no other', () => {
    const { kept } = jar(['uk', 'co.uk']);
    writeCookie('abc-1');
    expect([...kept]).toEqual([['shop.co.uk', 'abc-1']]);
    expect(readCookie()).toBe('abc-1');
  });

  it.each(['localhost', '127.0.0.1'])('is kept on the host where it has no other, such as on %s', (host) => {
    goTo(`http://${host}:3000/`);
    const { kept } = jar(['1', '0.1', '0.0.1']);
    writeCookie('abc-1');
    expect([...kept]).toEqual([[host, 'abc-1']]);
  });

  it('lives 400 days, on all paths, first-party', () => {
    const { written } = jar();
    writeCookie('abc-1');
    expect(written[0]).toMatch(/^cl_id=abc-1;/);
    expect(written[0]?.toLowerCase()).toMatch(/;path=\/;max-age=34560000;samesite=lax/);
  });

  it('is not written again where it stands', () => {
    const { written } = jar();
    writeCookie('abc-1');
    written.length = 0;
    writeCookie('abc-1');
    expect(written).toEqual([]);
  });

  it('becomes another where another is given', () => {
    const { kept } = jar(['uk', 'co.uk']);
    writeCookie('abc-1');
    writeCookie('abc-2');
    expect([...kept]).toEqual([['shop.co.uk', 'abc-2']]);
  });

  it('is forgotten on the domain it stands on', () => {
    const { kept } = jar(['uk', 'co.uk']);
    writeCookie('abc-1');
    writeCookie('');
    expect([...kept]).toEqual([]);
    expect(readCookie()).toBeUndefined();
  });

  it('is not there before it was written, whatever else is', () => {
    jar();
    expect(readCookie()).toBeUndefined();
  });

  it('is done without where cookies are refused', () => {
    const refuse = (): never => {
      throw new DOMException('sandboxed', 'SecurityError');
    };
    vi.spyOn(document, 'cookie', 'get').mockImplementation(refuse);
    vi.spyOn(document, 'cookie', 'set').mockImplementation(refuse);
    expect(() => writeCookie('abc-1')).not.toThrow();
    expect(readCookie()).toBeUndefined();
  });
});
