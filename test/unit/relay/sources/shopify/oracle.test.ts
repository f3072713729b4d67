import '@shopify/shopify-api/adapters/web-api';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyShopify } from '../../../../../src/relay/sources/shopify/signature.ts';
import { shopifyRequest } from '../delivering.ts';

/** Shopify's own library: it says which deliveries are Shopify's. */
const oracle = shopifyApi({
  ...{ apiKey: 'key', apiSecretKey: 'right-secret', hostName: 'relay.example', isEmbeddedApp: false },
  apiVersion: ApiVersion.January26,
  logger: { log: () => undefined },
});

const withVersion = (request: Request): Request => {
  request.headers.set('x-shopify-api-version', '2026-01');
  request.headers.set('shopify-api-version', '2026-01');
  request.headers.set('shopify-event-id', 'e-1');
  return request;
};

test("agrees with Shopify's own library on every body and signature, in both spellings", async () => {
  const bodies = fc.oneof(fc.json(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
  const secrets = fc.constantFrom('right-secret', 'wrong-secret');
  await fc.assert(
    fc.asyncProperty(
      bodies,
      bodies,
      secrets,
      fc.constantFrom('x-' as const, '' as const),
      async (signed, other, secret, prefix) => {
        const sent = other.length % 2 ? other : signed;
        const request = (): Request => withVersion(shopifyRequest('orders/create', signed, { secret, prefix, sent }));
        const rawBody = await request().text();
        const { valid } = await oracle.webhooks.validate({ rawBody, rawRequest: request() });
        const raw = new Uint8Array(await request().arrayBuffer());
        const delivery = { raw, headers: request().headers, path: '', query: new URLSearchParams(), now: 0 };
        const { status } = await verifyShopify(delivery, ['right-secret'], undefined);
        if (rawBody !== '') expect(status === 'genuine').toBe(valid); // the library wants a body to be there
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
