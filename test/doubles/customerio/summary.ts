import type { Json, TimelineEntry } from './model.ts';
import { isJson } from './problem.ts';

const SHOWN_ITEMS = 3;

const text = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

const firstOf = (data: Json, keys: readonly string[]): string | undefined =>
  keys.map((key) => text(data[key])).find((found) => found !== undefined);

const itemLine = (item: unknown): string | undefined => {
  if (!isJson(item)) return undefined;
  const name = firstOf(item, ['name', 'title', 'sku', 'product_id', 'id']);
  return name && `${text(item['quantity']) ?? '1'} × ${name}`;
};

/** `2 × Cleanser, 1 × Toner and 2 more`; nothing when the value is no list of line items. */
const itemLines = (items: unknown): string | undefined => {
  const lines = (Array.isArray(items) ? items : [items]).flatMap((item) => itemLine(item) ?? []);
  if (lines.length === 0) return undefined;
  const more = lines.length - SHOWN_ITEMS;
  return lines.slice(0, SHOWN_ITEMS).join(', ') + (more > 0 ? ` and ${more} more` : '');
};

const money = (data: Json): string | undefined => {
  const amount = ['total', 'value', 'amount', 'revenue', 'price']
    .map((key) => data[key])
    .find((value) => typeof value === 'number');
  if (typeof amount !== 'number') return undefined;
  return [amount.toFixed(2), text(data['currency'])].filter(Boolean).join(' ');
};

const cartChange = (data: Json): string | undefined => {
  const added = itemLines(data['added']);
  const removed = itemLines(data['removed']);
  return [added && `+ ${added}`, removed && `− ${removed}`].filter(Boolean).join(' ') || undefined;
};

const identifySummary = (data: Json): string => {
  const names = Object.keys(data).filter((name) => !name.startsWith('_'));
  return names.length === 0
    ? ''
    : `set ${names.slice(0, 6).join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}`;
};

const eventSummary = (data: Json): string => {
  const items = itemLines(data['items'] ?? data['products']);
  const subject = items ?? firstOf(data, ['name', 'title', 'query', 'list_id', 'subscription_id', 'source', 'step']);
  const cart = Array.isArray(data['items']) && data['items'].length === 0 ? 'empty cart' : undefined;
  const order = text(data['order_id']);
  const change = cartChange(data);
  const contents = change && items ? `cart: ${items}` : (subject ?? cart);
  return [order && `order ${order}`, change, contents, money(data)].filter(Boolean).join(', ');
};

/** One readable line about a timeline entry: `2 × Cleanser, 49.00 EUR`. May be empty; not escaped. */
export const summarise = ({ kind, data }: Pick<TimelineEntry, 'kind' | 'data'>): string => {
  if (kind === 'identify') return identifySummary(data);
  if (kind === 'event') return eventSummary(data);
  return firstOf(data, ['title', 'path', 'url']) ?? '';
};
