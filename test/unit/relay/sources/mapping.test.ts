import { describe } from 'vitest';
import { customerioReporting } from '../../../../src/relay/sources/customerio/customerio.ts';
import { customerioExamples } from '../../../../src/relay/sources/customerio/examples.ts';
import { rechargeExamples } from '../../../../src/relay/sources/recharge/examples.ts';
import { recharge } from '../../../../src/relay/sources/recharge/recharge.ts';
import { woocommerceExamples } from '../../../../src/relay/sources/woocommerce/examples.ts';
import { woocommerce } from '../../../../src/relay/sources/woocommerce/woocommerce.ts';
import { testExamples } from './mapping.ts';

const secret = 'a-secret-text';

describe('what WooCommerce delivers, as messages', () => testExamples(woocommerce({ secret }), woocommerceExamples));
describe('what Recharge delivers, as messages', () => testExamples(recharge({ secret }), rechargeExamples));
describe('what Customer.io reports, as messages', () =>
  testExamples(customerioReporting({ secret }), customerioExamples));
