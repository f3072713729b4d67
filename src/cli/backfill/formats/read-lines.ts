import type { OrderLine } from '../../../relay/sources/order.ts';
import { compact } from '../../../relay/sources/compact.ts';
import { readMinor, readQuantity, type Cell } from '../csv/cells.ts';
import type { Columns } from '../csv/columns.ts';
import type { Row } from '../csv/read-rows.ts';
import { findProduct } from './find-product.ts';
import type { OrderField } from './order-fields.ts';
import type { Terms } from './terms.ts';

export interface ReadLines {
  readonly lines: readonly OrderLine[];
  readonly notes: readonly string[];
}

const text = (value: string): string | undefined => (value === '' ? undefined : value);

const noteOf = { sku: 'product named by its SKU', name: 'product named by its name' } as const;

interface ReadLine {
  readonly line?: OrderLine;
  readonly note?: string;
}

const nothing: Cell<ReadLine> = { ok: true, value: {} };

/** One product line; nothing of a row that has none, or of a line that was taken out of the order again. */
const readLine = (row: Row, columns: Columns<OrderField>, currency: string, terms: Terms): Cell<ReadLine> => {
  const cell = (field: OrderField): string => columns.cell(row, field);
  const [name, sku, productId] = [cell('lineName'), cell('lineSku'), cell('lineProductId')];
  if (name === '' && sku === '' && productId === '') return nothing;
  const quantity = readQuantity('quantity of a line', cell('lineQuantity'));
  if (!quantity.ok) return quantity;
  const price = readMinor('price of a line', cell('linePrice'), currency, terms.money);
  if (!price.ok) return price;
  const discount = readMinor('discount of a line', cell('lineDiscount'), currency, terms.money);
  if (!discount.ok) return discount;
  const found = findProduct({ productId, variantId: cell('lineVariantId'), sku, name }, terms.catalogue);
  if (!found) return { ok: false, reason: 'product of a line: nothing came; expected an id, a SKU or a name' };
  if (quantity.value === 0) return nothing;
  const line = {
    productId: found.productId,
    quantity: quantity.value,
    priceMinor: price.value,
    ...compact({
      variantId: found.variantId,
      name: text(name),
      sku: text(sku),
      variant: text(cell('lineVariant')),
      brand: text(cell('lineBrand')),
      category: text(cell('lineCategory')),
      discountMinor: discount.value || undefined,
    }),
  };
  const note = found.by === 'sku' || found.by === 'name' ? noteOf[found.by] : undefined;
  return { ok: true, value: { line, ...(note !== undefined && { note }) } };
};

/** The product lines of an order: one for each of its rows. */
export const readLines = (
  rows: readonly Row[],
  columnsOf: (row: Row) => Columns<OrderField>,
  currency: string,
  terms: Terms,
): Cell<ReadLines> => {
  const lines: OrderLine[] = [];
  const notes: string[] = [];
  for (const row of rows) {
    const read = readLine(row, columnsOf(row), currency, terms);
    if (!read.ok) return { ok: false, reason: `${read.reason} (row ${row.number})` };
    if (read.value.line) lines.push(read.value.line);
    if (read.value.note !== undefined) notes.push(read.value.note);
  }
  return { ok: true, value: { lines, notes } };
};
