import type { Checkout, CheckoutLine, PixelEvent } from '../../../../src/storefronts/shopify-pixel/checkout.ts';

const eur = (amount: number) => ({ amount, currencyCode: 'EUR' });

export const checkoutLine: CheckoutLine = {
  id: 'gid://shopify/CartLine/1',
  title: 'Night Oil',
  quantity: 2,
  discountAllocations: [{ amount: eur(0.1) }, { amount: eur(0.2) }],
  variant: {
    id: '39072856',
    title: '30 ml',
    sku: 'NO-30',
    price: eur(27),
    image: { src: 'https://cdn.shopify.com/oil.jpg' },
    product: { id: '632910392', title: 'Night Oil', type: 'Oil', vendor: 'Alder & Rue', url: '/products/night-oil' },
  },
};

export const checkout: Checkout = {
  token: 'chk1',
  attributes: [{ key: 'cartline_id', value: 'visitor-1' }],
  email: null,
  phone: null,
  smsMarketingPhone: null,
  buyerAcceptsEmailMarketing: false,
  buyerAcceptsSmsMarketing: false,
  currencyCode: 'EUR',
  lineItems: [checkoutLine],
  subtotalPrice: eur(53.7),
  totalPrice: eur(58.6),
  totalTax: eur(9.36),
  shippingLine: { price: eur(4.9) },
  discountsAmount: eur(0.3),
  discountApplications: [
    { type: 'DISCOUNT_CODE', title: 'WELCOME' },
    { type: 'AUTOMATIC', title: 'Summer' },
  ],
  order: null,
};

let made = 0;

export const eventOf = (name: string, changes: Partial<Checkout> = {}, more: Partial<PixelEvent> = {}): PixelEvent => ({
  id: `sh-${++made}`,
  name,
  timestamp: '2026-11-22T10:00:00.000Z',
  clientId: 'client-1',
  context: { document: { location: { pathname: '/checkouts/cn/tok1/information' } } },
  data: { checkout: { ...checkout, ...changes } },
  ...more,
});
