import type { Cart } from 'cartline';

/** A cart as its platform gives it, and what we make of it. */
export interface CartExample {
  readonly platform: string;
  readonly in: object;
  readonly out: Cart;
}

const euro = (amount: string) => ({ amount, currencyCode: 'EUR' });

const storefrontLine = {
  id: 'gid://shopify/CartLine/1a?cart=Z2NwLWV1',
  quantity: 2,
  cost: {
    totalAmount: euro('48.0'),
    amountPerQuantity: euro('24.0'),
    compareAtAmountPerQuantity: null,
  },
  merchandise: {
    id: 'gid://shopify/ProductVariant/39897',
    title: '150 ml',
    sku: 'CL-150',
    image: { url: 'https://cdn.shopify.com/cleanser.jpg', altText: null },
    product: {
      id: 'gid://shopify/Product/6655',
      title: 'Cleanser',
      handle: 'cleanser',
      vendor: 'Alder & Rue',
    },
  },
};
const ofStorefront = {
  product_id: '6655',
  variant_id: '39897',
  quantity: 2,
  price: 24,
  name: 'Cleanser',
  variant: '150 ml',
  sku: 'CL-150',
  brand: 'Alder & Rue',
  image_url: 'https://cdn.shopify.com/cleanser.jpg',
};
export const storefront = {
  id: 'gid://shopify/Cart/Z2NwLWV1?key=secret',
  updatedAt: '2026-11-22T10:00:00Z',
  totalQuantity: 2,
  cost: { subtotalAmount: euro('48.0'), totalAmount: euro('48.0') },
  lines: { nodes: [storefrontLine] },
};

/** Lines as far as a platform tells: the types ask for more, the relay counts it as incomplete. */
const cartOf = (cart_id: string, currency: string, items: readonly object[]): Cart => ({
  cart_id,
  currency,
  items: items as Cart['items'],
});

export const examples: readonly CartExample[] = [
  {
    platform: 'Storefront API (Hydrogen)',
    in: storefront,
    out: cartOf('Z2NwLWV1', 'EUR', [ofStorefront]),
  },
  {
    platform: 'Storefront API, as edges',
    in: { ...storefront, lines: { edges: [{ node: storefrontLine }] } },
    out: cartOf('Z2NwLWV1', 'EUR', [ofStorefront]),
  },
  {
    platform: 'Storefront API, as Next.js Commerce reshapes it: an array, and no price of one',
    in: {
      ...storefront,
      lines: [
        {
          ...storefrontLine,
          cost: { totalAmount: euro('48.0') },
          merchandise: {
            ...storefrontLine.merchandise,
            title: 'Default Title',
            image: null,
            product: {
              ...storefrontLine.merchandise.product,
              productType: 'Face',
              onlineStoreUrl: 'https://shop.example/products/cleanser',
              featuredImage: { url: 'https://cdn.shopify.com/featured.jpg' },
            },
          },
        },
      ],
    },
    out: cartOf('Z2NwLWV1', 'EUR', [
      {
        product_id: '6655',
        variant_id: '39897',
        quantity: 2,
        price: 24,
        name: 'Cleanser',
        sku: 'CL-150',
        category: 'Face',
        brand: 'Alder & Rue',
        url: 'https://shop.example/products/cleanser',
        image_url: 'https://cdn.shopify.com/featured.jpg',
      },
    ]),
  },
  {
    platform: 'Shopify Ajax, in a currency without minor units',
    in: {
      token: 'Z2NwLWV1?key=secret',
      currency: 'JPY',
      items: [
        {
          id: 39897,
          product_id: 6655,
          quantity: 1,
          price: 120000,
          final_price: 120000,
          product_title: 'Cleanser',
        },
      ],
    },
    out: cartOf('Z2NwLWV1', 'JPY', [
      {
        product_id: '6655',
        variant_id: '39897',
        quantity: 1,
        price: 1200,
        name: 'Cleanser',
      },
    ]),
  },
  {
    platform: 'Medusa v2',
    in: {
      id: 'cart_01J',
      currency_code: 'eur',
      items: [
        {
          id: 'cali_01J',
          cart_id: 'cart_01J',
          product_id: 'prod_01J',
          variant_id: 'variant_01J',
          title: '150 ml',
          product_title: 'Cleanser',
          variant_title: '150 ml',
          variant_sku: 'CL-150',
          product_type: 'Face',
          thumbnail: 'https://medusa.example/cleanser.jpg',
          quantity: 2,
          unit_price: 24.5,
        },
        {
          id: 'cali_02J',
          title: 'Gift wrap',
          quantity: 1,
          unit_price: 2,
          product_id: null,
          variant_id: null,
        },
      ],
    },
    out: cartOf('cart_01J', 'EUR', [
      {
        product_id: 'prod_01J',
        variant_id: 'variant_01J',
        quantity: 2,
        price: 24.5,
        name: 'Cleanser',
        variant: '150 ml',
        sku: 'CL-150',
        category: 'Face',
        image_url: 'https://medusa.example/cleanser.jpg',
      },
      { product_id: 'cali_02J', quantity: 1, price: 2, name: 'Gift wrap' },
    ]),
  },
  {
    platform: 'commercetools',
    in: {
      type: 'Cart',
      id: 'ct-cart',
      version: 4,
      locale: 'de',
      totalPrice: {
        type: 'centPrecision',
        currencyCode: 'EUR',
        centAmount: 4200,
        fractionDigits: 2,
      },
      lineItems: [
        {
          id: 'line',
          productId: 'ct-product',
          name: { en: 'Cleanser', de: 'Reiniger' },
          quantity: 2,
          price: {
            value: { centAmount: 2400, fractionDigits: 2, currencyCode: 'EUR' },
            discounted: {
              value: {
                centAmount: 2100,
                fractionDigits: 2,
                currencyCode: 'EUR',
              },
            },
          },
          variant: {
            id: 3,
            sku: 'CL-150',
            images: [{ url: 'https://ct.example/cleanser.jpg' }],
          },
        },
      ],
    },
    out: cartOf('ct-cart', 'EUR', [
      {
        product_id: 'ct-product',
        variant_id: '3',
        quantity: 2,
        price: 21,
        name: 'Reiniger',
        sku: 'CL-150',
        image_url: 'https://ct.example/cleanser.jpg',
      },
    ]),
  },
  {
    platform: 'commercetools, by GraphQL and in a currency without minor units',
    in: {
      id: 'ct-cart',
      totalPrice: { currencyCode: 'JPY', centAmount: 1200, fractionDigits: 0 },
      lineItems: [
        {
          productId: 'ct-product',
          name: 'Cleanser',
          quantity: 1,
          price: {
            value: { centAmount: 1200, fractionDigits: 0 },
            discounted: null,
          },
          variant: { id: 1, sku: null },
        },
      ],
    },
    out: cartOf('ct-cart', 'JPY', [
      {
        product_id: 'ct-product',
        variant_id: '1',
        quantity: 1,
        price: 1200,
        name: 'Cleanser',
      },
    ]),
  },
  {
    platform: 'BigCommerce, REST',
    in: {
      id: '3f2b',
      currency: { code: 'USD', decimalPlaces: 2 },
      lineItems: {
        physicalItems: [
          {
            id: 'line',
            productId: 77,
            variantId: 91,
            quantity: 1,
            name: 'Cleanser',
            sku: 'CL-150',
            brand: 'Alder & Rue',
            url: 'https://shop.example/cleanser/',
            imageUrl: 'https://shop.example/cleanser.jpg',
            listPrice: 26,
            salePrice: 24,
          },
        ],
        digitalItems: [
          {
            id: 'd',
            productId: 78,
            variantId: 92,
            quantity: 1,
            name: 'Guide',
            salePrice: 0,
          },
        ],
        giftCertificates: [],
        customItems: [],
      },
    },
    out: cartOf('3f2b', 'USD', [
      {
        product_id: '77',
        variant_id: '91',
        quantity: 1,
        price: 24,
        name: 'Cleanser',
        sku: 'CL-150',
        brand: 'Alder & Rue',
        url: 'https://shop.example/cleanser/',
        image_url: 'https://shop.example/cleanser.jpg',
      },
      {
        product_id: '78',
        variant_id: '92',
        quantity: 1,
        price: 0,
        name: 'Guide',
      },
    ]),
  },
  {
    platform: 'BigCommerce, GraphQL (Catalyst)',
    in: {
      entityId: '3f2b',
      currencyCode: 'USD',
      lineItems: {
        physicalItems: [
          {
            entityId: 'line',
            productEntityId: 77,
            variantEntityId: 91,
            quantity: 1,
            name: 'Cleanser',
            image: { url: 'https://shop.example/cleanser.jpg' },
            salePrice: { value: 24, currencyCode: 'USD' },
          },
        ],
      },
    },
    out: cartOf('3f2b', 'USD', [
      {
        product_id: '77',
        variant_id: '91',
        quantity: 1,
        price: 24,
        name: 'Cleanser',
        image_url: 'https://shop.example/cleanser.jpg',
      },
    ]),
  },
  {
    platform: 'WooCommerce Store API',
    in: {
      items_count: 2,
      totals: {
        total_price: '4800',
        currency_code: 'EUR',
        currency_minor_unit: 2,
      },
      items: [
        {
          key: 'a5771bce',
          id: 34,
          quantity: 2,
          name: 'Cleanser',
          sku: 'CL-150',
          permalink: 'https://shop.example/product/cleanser/',
          images: [{ id: 53, src: 'https://shop.example/cleanser.jpg' }],
          variation: [
            { attribute: 'Size', value: '150 ml' },
            { attribute: 'Scent', value: 'Rose' },
          ],
          prices: {
            price: '2400',
            regular_price: '2400',
            currency_code: 'EUR',
            currency_minor_unit: 2,
          },
        },
      ],
    },
    out: cartOf('woo-1', 'EUR', [
      {
        product_id: '34',
        quantity: 2,
        price: 24,
        name: 'Cleanser',
        variant: '150 ml / Rose',
        sku: 'CL-150',
        url: 'https://shop.example/product/cleanser/',
        image_url: 'https://shop.example/cleanser.jpg',
      },
    ]),
  },
  {
    platform: 'the form of the contract',
    in: {
      cart_id: 'c1',
      currency: 'EUR',
      items: [{ product_id: 'p1', quantity: 1, price: 24, name: 'Cleanser' }],
    },
    out: cartOf('c1', 'EUR', [{ product_id: 'p1', quantity: 1, price: 24, name: 'Cleanser' }]),
  },
];
