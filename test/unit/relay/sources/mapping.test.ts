import { describe } from 'vitest';
import { commercetools } from '../../../../src/relay/sources/commercetools/commercetools.ts';
import { commercetoolsExamples } from '../../../../src/relay/sources/commercetools/examples.ts';
import { customerioReporting } from '../../../../src/relay/sources/customerio/customerio.ts';
import { customerioExamples } from '../../../../src/relay/sources/customerio/examples.ts';
import { chargeExamples } from '../../../../src/relay/sources/recharge/examples-charges.ts';
import { rechargeExamples } from '../../../../src/relay/sources/recharge/examples.ts';
import { recharge } from '../../../../src/relay/sources/recharge/recharge.ts';
import { skioExamples } from '../../../../src/relay/sources/skio/examples.ts';
import { skio } from '../../../../src/relay/sources/skio/skio.ts';
import { woocommerceExamples } from '../../../../src/relay/sources/woocommerce/examples.ts';
import { woocommerce } from '../../../../src/relay/sources/woocommerce/woocommerce.ts';
import { testExamples } from './mapping.ts';

const secret = 'a-secret-text';

describe('what WooCommerce delivers, as messages', () => testExamples(woocommerce({ secret }), woocommerceExamples));
describe('what Recharge delivers, as messages', () =>
  testExamples(recharge({ secret }), [...rechargeExamples, ...chargeExamples]));
describe('what Customer.io reports, as messages', () =>
  testExamples(customerioReporting({ secret }), customerioExamples));
describe('what Skio delivers, as messages', () => testExamples(skio({ secret }), skioExamples));
describe('what commercetools delivers, as messages', () =>
  testExamples(commercetools({ secret, locale: 'en-GB' }), commercetoolsExamples));
