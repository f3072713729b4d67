import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

/** Mulberry32: the same file for the same seed. */
const createRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** As Shopify writes it, with what has been seen in real files: other spellings, a metafield, a column twice. */
const HEADER = [
  'Name', 'Email', 'Financial Status', 'Paid at', 'Fulfillment Status', 'Accepts Marketing', 'Currency', 'Subtotal',
  'Shipping', 'Taxes', 'Total', 'Discount Code', 'Discount Amount', 'Shipping Method', 'Created at', 'Lineitem quantity',
  'Lineitem name', 'Lineitem price', 'Lineitem compare-at price', 'Lineitem SKU', 'Lineitem discount', 'Billing Name',
  'Billing Zip', 'Billing Phone', 'Shipping Phone', 'Notes', 'Note Attributes', 'Canceled at', 'Payment Method',
  'Payment Reference (deprecated)', 'Refunded Amount', 'Vendor', 'Id', 'Tags', 'Source', 'Phone', 'Vendor', 'Metafield: gift.wrap',
] as const; // prettier-ignore

type Column = (typeof HEADER)[number];
type Cells = Partial<Record<Column, string>>;

export interface GenerateOptions {
  readonly rows: number;
  readonly seed: number;
  /** Unix ms: the export's moment. */
  readonly now: number;
  readonly persons: number;
  /** Paths of the parts; an order is cut in two where one ends. */
  readonly parts: readonly string[];
}

const OFFSETS = ['+0000', '+0200', '-0500', '+0530', '-0330'] as const;
const DAY_MS = 86_400_000;

const localTime = (ms: number, offset: string): string => {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(offset)!;
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return `${new Date(ms + shift).toISOString().slice(0, 19).replace('T', ' ')} ${offset}`;
};

const quote = (cell: string): string => (/["\n\r,]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const lineOf = (cells: readonly string[]): string => `${cells.map(quote).join(',')}\r\n`;
const rowOf = (cells: Cells): string[] => HEADER.map((name, index) => (index === 36 ? '' : (cells[name] ?? '')));

/** Fates are written into the tags, so that whoever counts the file otherwise need not know our rules. */
type Fate = 'ok' | `refused:${string}` | `skipped:${string}`;

const PRODUCTS = ['Cleanser', 'Day Cream', 'Serum "Dew"', 'Gift, boxed', 'Öl für die Nacht'] as const;

const createOrders = ({ seed, now, persons }: GenerateOptions) => {
  const random = createRandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const chance = (p: number): boolean => random() < p;
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  let number = 1000;

  /** Some are known by a phone number only; the spelling of addresses varies. */
  const buyer = (person: number): Cells => {
    if (person % 25 === 0) return { Phone: `'+49151${String(10_000_000 + person)}` };
    const email = `kundin${person}@shop.example`;
    return {
      Email: chance(0.1) ? ` ${email.toUpperCase()}` : email,
      ...(chance(0.3) && { 'Billing Phone': '030 1234567' }),
    };
  };

  const money = (minor: number, currency: string): string => {
    if (currency === 'CLP') return String(minor);
    const text = (minor / 100).toFixed(2);
    return chance(0.03) ? text.replace('.', ',') : text;
  };

  const spoil = (cells: Cells): Fate => {
    const kind = below(6);
    if (kind === 0) cells.Total = '';
    else if (kind === 1) cells['Created at'] = '10/7/2025 9:50';
    else if (kind === 2) cells['Lineitem quantity'] = 'two';
    else if (kind === 3) cells.Id = '7.21045E+12';
    else if (kind === 4) cells.Currency = 'Euro';
    else cells.Total = '1.234';
    return (
      [
        'refused:Total',
        'refused:Created at',
        'refused:quantity of a line',
        'refused:Id',
        'refused:Currency',
        'refused:Total',
      ] as const
    )[kind]!;
  };

  return (): string[][] => {
    number += 1;
    const person = below(persons);
    const currency = person % 20 === 7 ? 'CLP' : 'EUR';
    const lines = Array.from({ length: 1 + Math.floor(random() ** 3 * 6) }, () => ({
      quantity: 1 + below(3),
      price: 500 + below(9_000),
      product: below(40),
    }));
    const subtotal = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
    const shipping = chance(0.5) ? 490 : 0;
    const total = subtotal + shipping;
    const placed = now - (chance(0.02) ? below(90) * 3_600_000 : Math.floor((5 + random() * 1_400) * DAY_MS));
    const offset = pick(OFFSETS);
    const at = Math.floor(placed / 1000) * 1000;
    const isCancelled = chance(0.04);
    const refunded = chance(0.08) ? (chance(0.5) ? total : 1 + below(total)) : 0;
    const cells: Cells = {
      ...buyer(person),
      Name: `#${number}`,
      Id: `'${7_210_000_000_000 + number}`,
      Currency: currency,
      Total: money(total, currency),
      Subtotal: money(subtotal, currency),
      Shipping: money(shipping, currency),
      Taxes: '',
      'Discount Amount': '0.00',
      'Created at': localTime(at, offset),
      'Financial Status': refunded === total ? 'refunded' : 'paid',
      Source: pick(['web', 'pos', 'shopify_draft_order', '580111']),
      'Accepts Marketing': pick(['yes', 'no']),
      'Refunded Amount': money(refunded, currency),
      'Payment Method': 'Shopify Payments',
      'Billing Zip': "'01067",
      'Metafield: gift.wrap': chance(0.1) ? 'yes' : '',
      ...(isCancelled && { 'Canceled at': localTime(Math.min(now, at + below(72) * 3_600_000), offset) }),
      ...(chance(0.1) && { Notes: 'Please ring\ntwice, "loudly"' }),
      ...(chance(0.1) && { 'Note Attributes': `gift: yes\ncartline_id: visitor-${person}-${number}\nlocale: de` }),
      ...(chance(0.1) && { 'Discount Code': 'WELCOME' }),
    };
    const first = (line: (typeof lines)[number]): Cells => ({
      'Lineitem quantity': String(line.quantity), 'Lineitem name': `${PRODUCTS[line.product % 5]!} - ${line.product}`,
      'Lineitem price': money(line.price, currency), 'Lineitem SKU': line.product % 7 === 0 ? '' : `SKU-${line.product}`, Vendor: 'Dew',
    }); // prettier-ignore
    Object.assign(cells, first(lines[0]!));
    let fate: Fate = 'ok';
    const dice = random();
    if (dice < 0.004) fate = spoil(cells);
    else if (dice < 0.008) { cells['Payment Method'] = '(for testing) Bogus Gateway'; fate = 'skipped:test order'; }
    else if (dice < 0.014) { cells.Email = ''; cells.Phone = chance(0.5) ? '' : '0151 2345678'; cells['Billing Phone'] = ''; fate = 'skipped:names nobody'; } // prettier-ignore
    cells.Tags = `fate=${fate}`;
    const rows = [cells, ...lines.slice(1).map((line) => ({ Name: cells.Name!, ...(chance(0.8) && { Email: cells.Email ?? '' }), ...(chance(0.3) && { 'Created at': cells['Created at']! }), ...first(line) }))]; // prettier-ignore
    return rows.map(rowOf);
  };
};

/** Writes an export with every hazard that is known of real ones. */
export const generateOrders = async (options: GenerateOptions): Promise<void> => {
  const { rows, parts } = options;
  const nextOrder = createOrders(options);
  const streams = parts.map((path) => createWriteStream(path));
  const perPart = Math.ceil(rows / parts.length);
  let part = 0;
  let written = 0;
  const write = async (text: string): Promise<void> => {
    if (!streams[part]!.write(text)) await once(streams[part]!, 'drain');
  };
  const begin = (): Promise<void> => write(`\uFEFF${lineOf(HEADER)}`);
  let earlier: string[][] | undefined;
  await begin();
  while (written < rows) {
    const order = nextOrder();
    for (const cells of order) {
      if (written >= perPart * (part + 1) && part + 1 < parts.length) {
        part += 1;
        await begin();
      }
      await write(lineOf(cells));
      written += 1;
    }
    if (written % 5_000 < order.length) await write(lineOf(HEADER)); // files that somebody has put together
    if (written % 4_000 < order.length && earlier?.[0]?.[33] === 'fate=ok') {
      // an order that stands there twice, far from the first time
      const again = earlier.map((cells) =>
        cells.map((cell) => (cell === 'fate=ok' ? 'fate=refused:twice in the file' : cell)),
      );
      for (const cells of again) await write(lineOf(cells));
      written += again.length;
    }
    if (written % 3_000 < order.length) earlier = order;
  }
  streams.forEach((stream) => stream.end());
  await Promise.all(streams.map((stream) => finished(stream)));
};
