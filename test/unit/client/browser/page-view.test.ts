import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageView, readArrival } from '../../../../src/client/browser/page-view.ts';
import { goTo } from './page.ts';

const comeFrom = (referrer: string): void => void vi.spyOn(document, 'referrer', 'get').mockReturnValue(referrer);

beforeEach(() => comeFrom(''));
afterEach(() => vi.restoreAllMocks());

describe('the page as it is sent', () => {
  it('is its address, path, title and referrer', () => {
    goTo('https://shop.example/p/1?sort=price#top');
    document.title = 'Cleanser';
    comeFrom('https://news.example/article');
    expect(pageView()).toEqual({
      url: 'https://shop.example/p/1?sort=price#top',
      path: '/p/1',
      title: 'Cleanser',
      referrer: 'https://news.example/article',
    });
  });

  it.each([
    ['?key=abc', '?key=*'],
    ['?a=1&access_token=abc&b=2', '?a=1&access_token=*&b=2'],
    ['?clientSecret=abc', '?clientSecret=*'],
    ['?password=abc', '?password=*'],
    ['?sig=abc', '?sig=*'],
    ['?oauth=abc', '?oauth=*'],
    ['?promo_code=abc', '?promo_code=*'],
    ['#access_token=abc', '#access_token=*'],
    ['?email=jane@shop.example', '?email=*'],
    ['?email=jane%40shop.example&b=2', '?email=*&b=2'],
    ['?q=serum&page=2', '?q=serum&page=2'],
  ])('keeps what opens something, and email addresses, to itself: %s', (search, masked) => {
    goTo(`https://shop.example/p${search}`);
    expect(pageView().url).toBe(`https://shop.example/p${masked}`);
  });

  it('keeps an address in its path or in its referrer to itself too', () => {
    goTo('https://shop.example/unsubscribe/jane@shop.example/now');
    comeFrom('https://mail.example/?token=abc');
    expect(pageView()).toMatchObject({ path: '/unsubscribe/*/now', referrer: 'https://mail.example/?token=*' });
  });
});

describe('where a visit comes from', () => {
  it('is the campaign in the address, under the names of the Segment spec, and click ids under their own', () => {
    goTo('https://shop.example/?utm_source=mail&utm_medium=email&utm_campaign=spring&gclid=g1&wbraid=w1&_kx=k1&page=2');
    expect(readArrival(undefined).campaign).toEqual({
      source: 'mail',
      medium: 'email',
      name: 'spring',
      gclid: 'g1',
      wbraid: 'w1',
      _kx: 'k1',
    });
  });

  it('is nothing without one', () => {
    goTo('https://shop.example/?page=2&not_utm_x=1');
    expect(readArrival(undefined)).toEqual({ link: undefined, campaign: undefined, referrer: undefined });
  });

  it('is the other site’s page, without its secrets, and never a page of our own', () => {
    goTo('https://shop.example/');
    comeFrom('https://news.example/?token=abc');
    expect(readArrival(undefined).referrer).toBe('https://news.example/?token=*');
    comeFrom('https://shop.example/cart');
    expect(readArrival(undefined).referrer).toBeUndefined();
  });

  it('carries the token of the email link that was taken', () => {
    expect(readArrival('token').link).toBe('token');
  });
});
