import { describe, expect, it } from 'vitest';
import { takeLinkToken } from '../../../../src/client/browser/link-token.ts';
import { goTo } from './page.ts';

describe('the token of an email link', () => {
  it('is taken out of the address bar, and nothing else is', () => {
    goTo('https://shop.example/p?a=1&cl=token&b=2#top');
    history.replaceState({ scroll: 7 }, '');
    expect(takeLinkToken()).toBe('token');
    expect(location.href).toBe('https://shop.example/p?a=1&b=2#top');
    expect(history.state).toEqual({ scroll: 7 });
  });

  it.each(['https://shop.example/p?a=1', 'https://shop.example/p?cl=', 'https://shop.example/p?clx=1#cl=2'])(
    'is not there in %s, whose address stays',
    (url) => {
      goTo(url);
      expect(takeLinkToken()).toBeUndefined();
      expect(location.href).toBe(url);
    },
  );
});
