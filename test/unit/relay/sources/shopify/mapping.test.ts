import { describe } from 'vitest';
import { orderExamples } from '../../../../../src/relay/sources/shopify/examples-orders.ts';
import { otherExamples } from '../../../../../src/relay/sources/shopify/examples-others.ts';
import { privacyExamples } from '../../../../../src/relay/sources/shopify/examples-privacy.ts';
import { shopify } from '../../../../../src/relay/sources/shopify/shopify.ts';
import { testExamples } from '../mapping.ts';

describe('what Shopify delivers, as messages', () => {
  testExamples(shopify({ secret: 'shopify-secret' }), [...orderExamples, ...otherExamples, ...privacyExamples]);
});
