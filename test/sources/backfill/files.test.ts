import { describe, expect, it } from 'vitest';
import { definePlan } from '../../../src/schema.ts';
import { emptyCatalogue, readCatalogue, type Catalogue } from '../../../src/cli/backfill/catalogue.ts';
import { createDrafter } from '../../../src/cli/backfill/check-drafts.ts';
import { openCsv } from '../../../src/cli/backfill/csv/open-csv.ts';
import type { Draft } from '../../../src/cli/backfill/draft.ts';
import { createReader, type FormatName, type What } from '../../../src/cli/backfill/formats/format.ts';
import { groupRows } from '../../../src/cli/backfill/group-rows.ts';
import { createSeen } from '../../../src/cli/backfill/seen.ts';
import { filesWith, orderRow, ordersFile } from './small.ts';

const NOW = Date.UTC(2026, 10, 22);

interface Asked {
  readonly what?: What;
  readonly format?: FormatName;
  readonly catalogue?: Catalogue;
}

/** What becomes of each group of these files. */
const draftsOf = async (contents: readonly (string | Buffer)[], asked: Asked = {}): Promise<Draft[]> => {
  const { what = 'orders', format = 'shopify', catalogue = emptyCatalogue } = asked;
  const files = await Promise.all(filesWith(...contents).map(openCsv));
  const reader = createReader(what, format, files);
  const seen = createSeen();
  const terms = { money: 'major', catalogue, now: NOW, exportedAt: NOW } as const;
  const draft = createDrafter({ reader, terms, plan: definePlan(), seen });
  const drafts: Draft[] = [];
  for await (const group of groupRows(files, reader)) drafts.push(draft(group));
  seen.close();
  return drafts;
};

const only = async (cells: Readonly<Record<string, string>>): Promise<Draft> =>
  (await draftsOf([ordersFile(orderRow(cells))]))[0] ?? expect.fail('no order');

const itemsOf = (draft: Draft | undefined): unknown =>
  draft?.kind === 'ready' ? draft.messages[0]?.properties?.['items'] : draft;

describe('a row of an order', () => {
  it('becomes one message with the time and the money that it came with', async () => {
    const draft = await only({ 'Refunded Amount': '9.50', 'Note Attributes': 'gift: yes\ncartline_id: v-1' });
    expect(draft).toMatchObject({
      kind: 'ready',
      person: 'email:jane@shop.example',
      messages: [
        {
          type: 'track',
          event: 'order_completed',
          timestamp: '2025-10-07T07:50:26.000Z',
          anonymousId: 'v-1',
          context: { traits: { email: 'jane@shop.example' } },
          properties: { order_id: '7210448301122', order_name: '#1001', total: 49, refunded: 9.5, currency: 'EUR' },
        },
      ],
    });
  });

  it.each([
    ['no total', { Total: '' }, 'Total', /Total: nothing came; expected an amount/],
    ['two readings of its total', { Total: '1.234' }, 'Total', /"1\.234" came; expected .*--money/],
    ['a total below 0', { Total: '-5.00' }, 'Total', /0 or more/],
    [
      'a date of a spreadsheet',
      { 'Created at': '10/7/2025 9:50' },
      'Created at',
      /"10\/7\/2025 9:50" came; expected a time/,
    ],
    ['a time without a zone', { 'Created at': '2025-10-07 09:50:26' }, 'Created at', /--utc-offset/],
    ['a time to come', { 'Created at': '2031-01-01 00:00:00 +0000' }, 'Created at', /between 1990 and now/],
    [
      'half a product',
      { 'Lineitem quantity': '0.5' },
      'quantity of a line',
      /"0\.5" came; expected a whole number.*row 1/,
    ],
    ['no currency', { Currency: '' }, 'Currency', /expected a currency/],
    ['an id that was cut', { Id: '7.21045E+12' }, 'Id', /spreadsheet has cut/],
  ])('with %s is refused with its reason', async (_, cells, code, reason) => {
    expect(await only(cells)).toMatchObject({ kind: 'refused', code, reason: expect.stringMatching(reason) as string });
  });

  it.each([
    ['a test order', { 'Payment Method': '(for testing) Bogus Gateway' }, 'test order'],
    ['one without email and phone', { Email: '' }, 'names nobody'],
    ['one with a phone number of no country', { Email: '', Phone: '0151 2345678' }, 'names nobody'],
  ])('%s is left out on purpose', async (_, cells, code) => {
    expect(await only(cells)).toMatchObject({ kind: 'skipped', code });
  });

  it.each([
    ["'+49 151 2345678", { person: 'phone:+491512345678' }],
    ['0049 (151) 234-5678', { person: 'phone:+491512345678' }],
  ])('with nothing but the phone %s is of the person by phone', async (Phone, expected) => {
    expect(await only({ Email: '', Phone })).toMatchObject(expected);
  });

  it.each([
    ['49,00', 49],
    ['1.234,50', 1234.5],
    ['1,234.50', 1234.5],
    ['€ 49.00', 49],
  ])('with the total %s is of %d', async (Total, total) => {
    expect(await only({ Total })).toMatchObject({ messages: [{ properties: { total } }] });
  });
});

describe('rows', () => {
  const further = orderRow({ Id: '', Currency: '', Total: '', 'Created at': '', Email: '', 'Lineitem sku': 'SE-30' });

  it('of one order that stand together are one order', async () => {
    const drafts = await draftsOf([ordersFile(orderRow(), further)]);
    expect(drafts).toHaveLength(1);
    expect(itemsOf(drafts[0])).toMatchObject([{ product_id: 'CL-150' }, { product_id: 'SE-30' }]);
  });

  it('of one order that two parts of an export have cut are one order', async () => {
    const drafts = await draftsOf([ordersFile(orderRow()), ordersFile(further)]);
    expect(drafts).toHaveLength(1);
    expect(itemsOf(drafts[0])).toHaveLength(2);
  });

  it('that continue an order of another part are refused without that part', async () => {
    expect(await draftsOf([ordersFile(further)])).toMatchObject([
      { code: 'first row missing', reason: expect.stringMatching(/all parts/) as string },
    ]);
  });

  it('of an order that is complete already are refused, with where it stands', async () => {
    const other = orderRow({ Name: '#1002', Id: '7210448301123' });
    expect(await draftsOf([ordersFile(orderRow(), other, orderRow())])).toMatchObject([
      { kind: 'ready' },
      { kind: 'ready' },
      { code: 'twice in the file', reason: expect.stringMatching(/row 1 already, and again in .*row 3/) as string },
    ]);
  });

  it('with more cells than the header are refused: a comma has moved everything', async () => {
    expect(await draftsOf([ordersFile(`${orderRow()},more`)])).toMatchObject([{ code: 'number of cells' }]);
  });

  it.each([
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['semicolons', (text: string) => text.replaceAll('","', '";"').replaceAll(/,(?=[A-Z])/g, ';')],
    ['the line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
    ['the line ends of an old Mac', (text: string) => text.replaceAll('\n', '\r')],
    ['a header within', (text: string) => `${text}${text.split('\n')[0]}\n`],
    ['empty lines', (text: string) => `${text}\n\n`],
  ])('are read with %s', async (_, write) => {
    expect(await draftsOf([write(ordersFile(orderRow()))])).toMatchObject([{ kind: 'ready' }]);
  });

  it('that differ in nothing have the same message ids, and those that differ have others', async () => {
    const idOf = async (cells: Readonly<Record<string, string>>): Promise<unknown> => {
      const draft = await only(cells);
      return draft.kind === 'ready' ? draft.sealed?.[0]?.messageId : undefined;
    };
    expect(await idOf({})).toBe(await idOf({}));
    expect(await idOf({ 'Refunded Amount': '5.00' })).not.toBe(await idOf({}));
  });
});

describe('a file', () => {
  it.each([
    [
      'of customers',
      'First Name,Last Name,Email\nJane,Doe,jane@shop.example\n',
      /has no columns "Id", "Name", .*; it came with First Name, Last Name, Email; expected Shopify's own export \(Admin → Orders/,
    ],
    ['that is empty', '', /is empty/],
    ['in UTF-16', Buffer.from('\uFEFFName,Id\n', 'utf16le'), /is UTF-16; expected UTF-8/],
    ['that is a spreadsheet', Buffer.from('504b030414000600', 'hex'), /spreadsheet \(\.xlsx\)/],
    ['in Latin-1', Buffer.from(ordersFile(orderRow({ 'Lineitem name': 'Öl' })), 'latin1'), /is not UTF-8/],
    [
      'with a quotation mark that is not closed',
      `${ordersFile(orderRow())}"#1002,`,
      /line 3: a quotation mark is opened and not closed/,
    ],
  ])('%s is refused with the way out', async (_, content, expected) => {
    await expect(draftsOf([content])).rejects.toThrow(expected);
  });

  it('that does not exist is named', async () => {
    await expect(openCsv('/nowhere/orders.csv')).rejects.toThrow('/nowhere/orders.csv: there is no such file');
  });
});

describe("the shop's list of products", () => {
  const products = {
    products: [{ id: 632, title: 'Cleanser', variants: [{ id: 808, title: '150 ml', sku: 'CL-150' }] }],
  };
  it.each([
    ['its SKU', { 'Lineitem name': 'anything' }],
    ['its name', { 'Lineitem sku': '' }],
  ])('names a product by %s', async (_, cells) => {
    const [path = ''] = filesWith(JSON.stringify(products));
    const drafts = await draftsOf([ordersFile(orderRow(cells))], { catalogue: await readCatalogue(path) });
    expect(itemsOf(drafts[0])).toMatchObject([{ product_id: '632', variant_id: '808' }]);
  });
});

describe('a customer', () => {
  const customers = (...rows: readonly string[]): string =>
    [
      'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Accepts SMS Marketing,Phone,Total Spent,Tags',
      ...rows,
      '',
    ].join('\n');

  it('has the consent that is on record, and who has not given it goes first', async () => {
    const drafts = await draftsOf(
      [
        customers(
          "'6001,Jane,Doe,Jane@Shop.example,yes,no,'+4915112345678,99.00,vip",
          '6002,Jim,,jim@shop.example,yes,,,,',
        ),
      ],
      { what: 'customers' },
    );
    expect(drafts).toMatchObject([
      {
        phase: 0,
        messages: [
          {
            type: 'identify',
            userId: '6001',
            traits: {
              email: 'jane@shop.example',
              phone: '+4915112345678',
              email_consent: true,
              sms_consent: false,
              first_name: 'Jane',
              tags: 'vip',
            },
          },
        ],
      },
      { phase: 1, messages: [{ traits: { email_consent: true } }] },
    ]);
    expect(JSON.stringify(drafts)).not.toContain('99');
  });

  it('of whom nothing is on record gets no consent', async () => {
    const [draft] = await draftsOf([customers('6003,Jo,,jo@shop.example,,,,,')], { what: 'customers' });
    expect(draft).toMatchObject({ notes: ['email consent: nothing on record', 'sms consent: nothing on record'] });
    expect(JSON.stringify(draft)).not.toContain('email_consent');
  });
});

describe('the neutral format', () => {
  it('takes what any platform can write', async () => {
    const file = [
      'order_id,user_id,email,placed_at,currency,total,refunded,item_product_id,item_name,item_quantity,item_price,cart_id',
      'A-1,c_1,jo@shop.example,2025-10-07T09:50:26Z,EUR,30,5,p1,Serum,2,10,c1',
      'A-1,c_1,jo@shop.example,2025-10-07T09:50:26Z,EUR,30,5,p2,Balm,1,10,c1',
      '',
    ].join('\n');
    expect(await draftsOf([file], { format: 'neutral' })).toMatchObject([
      {
        person: 'email:jo@shop.example',
        messages: [
          {
            userId: 'c_1',
            properties: {
              order_id: 'A-1',
              cart_id: 'c1',
              refunded: 5,
              items: [{ product_id: 'p1', quantity: 2 }, { product_id: 'p2' }],
            },
          },
        ],
      },
    ]);
  });
});
