import { describe, expect, test } from 'vitest';
import { clientAddress } from '../../../../src/relay/intake/client-address.ts';

const request = (forwardedFor?: string): Request =>
  new Request('http://relay.test/', forwardedFor === undefined ? {} : { headers: { 'x-forwarded-for': forwardedFor } });
const peer = (remoteAddress: string): object => ({ incoming: { socket: { remoteAddress } } });

describe('where a request came from', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['127.0.0.1', undefined],
    ['::1', undefined],
    ['10.1.2.3', undefined],
    ['192.168.0.1', undefined],
    ['172.20.0.3', undefined],
    ['172.32.0.3', '172.32.0.3'],
    ['fd00::1', undefined],
    ['x'.repeat(100), undefined],
  ])('%s is counted as %s', (address, expected) =>
    expect(clientAddress(request(), peer(address), false)).toBe(expected),
  );

  test('is unknown where the runtime says nothing', () => {
    expect(clientAddress(request(), undefined, false)).toBeUndefined();
    expect(clientAddress(request(), { incoming: {} }, true)).toBeUndefined();
  });

  test.each([
    [false, '198.51.100.1', '203.0.113.7'],
    [true, '198.51.100.1', '198.51.100.1'],
    [true, '6.6.6.6, 198.51.100.1', '198.51.100.1'],
    [2, '6.6.6.6, 198.51.100.1, 198.51.100.2', '198.51.100.1'],
    [5, '198.51.100.1', '198.51.100.1'],
    [true, '198.51.100.1:4711', '198.51.100.1'],
    [true, '[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    [true, '', '203.0.113.7'],
  ])('with trustProxy %s and X-Forwarded-For "%s" it is %s', (trustProxy, header, expected) =>
    expect(clientAddress(request(header), peer('203.0.113.7'), trustProxy)).toBe(expected),
  );
});
