import type { CsvFile } from '../csv/open-csv.ts';
import { demandColumns, findColumns, type Columns, type FieldNames } from '../csv/columns.ts';
import type { Row } from '../csv/read-rows.ts';
import type { Draft, Group } from '../draft.ts';
import { neutralCustomers, shopifyCustomers, type CustomerField } from './customer-fields.ts';
import { draftCustomer } from './draft-customer.ts';
import { draftOrder } from './draft-order.ts';
import { neutralOrders, shopifyOrders, type OrderField } from './order-fields.ts';
import type { Terms } from './terms.ts';

export const formats = ['shopify', 'neutral'] as const;
export type FormatName = (typeof formats)[number];
export const whats = ['orders', 'customers'] as const;
export type What = (typeof whats)[number];

/** How a row belongs to a group. */
export interface RowKey {
  /** What names the group; "" where the row does not say. */
  readonly key: string;
  /** By what its further rows are known: the same as that of its first row. */
  readonly mark: string;
  /** Whether the row can be the first of its group. */
  readonly isFirst: boolean;
}

/** A kind of file, read. */
export interface Reader {
  readonly keyOf: (row: Row) => RowKey;
  readonly draft: (group: Group, terms: Terms) => Draft;
}

interface Kind<F extends string> {
  readonly names: FieldNames<F>;
  readonly required: readonly F[];
  /** Which file it is, in words. */
  readonly expected: string;
}

const SHOPIFY = "Shopify's own export (Admin → %, Export, as CSV)";

const orderKinds: Readonly<Record<FormatName, Kind<OrderField>>> = {
  shopify: {
    names: shopifyOrders,
    required: ['id', 'name', 'email', 'placedAt', 'currency', 'total', 'lineName', 'lineQuantity', 'linePrice'],
    expected: SHOPIFY.replace('%', 'Orders'),
  },
  neutral: {
    names: neutralOrders,
    required: ['id', 'placedAt', 'currency', 'total', 'lineQuantity', 'linePrice'],
    expected: "Cartline's own format of orders (see docs/backfill.md)",
  },
};

const customerKinds: Readonly<Record<FormatName, Kind<CustomerField>>> = {
  shopify: {
    names: shopifyCustomers,
    required: ['email', 'emailConsent'],
    expected: SHOPIFY.replace('%', 'Customers'),
  },
  neutral: {
    names: neutralCustomers,
    required: ['email'],
    expected: "Cartline's own format of customers (see docs/backfill.md)",
  },
};

const columnsFor = <F extends string>(files: readonly CsvFile[], kind: Kind<F>): ((row: Row) => Columns<F>) => {
  const found = new Map(files.map((file) => [file, findColumns(file, kind.names)]));
  found.forEach((columns, file) => demandColumns(file, columns, kind));
  return ({ file }) => {
    const columns = found.get(file);
    if (!columns) throw new Error(`${file.name} was not opened`);
    return columns;
  };
};

const orderReader = (files: readonly CsvFile[], format: FormatName): Reader => {
  const columnsOf = columnsFor(files, orderKinds[format]);
  return {
    draft: (group, terms) => draftOrder(group, columnsOf, terms),
    keyOf: (row) => {
      const columns = columnsOf(row);
      const [id, name] = [columns.cell(row, 'id'), columns.cell(row, 'name')];
      const isFirst = id !== '' && columns.cell(row, 'placedAt') !== '';
      // Shopify writes the id on the first row only, and the name on each
      return { key: id || name, mark: format === 'shopify' ? name || id : id, isFirst };
    },
  };
};

const customerReader = (files: readonly CsvFile[], format: FormatName): Reader => {
  const columnsOf = columnsFor(files, customerKinds[format]);
  return {
    draft: (group, terms) => draftCustomer(group, columnsOf, terms),
    keyOf: (row) => {
      const columns = columnsOf(row);
      const key = columns.cell(row, 'id') || columns.cell(row, 'email').toLowerCase() || columns.cell(row, 'phone');
      return { key, mark: '', isFirst: true };
    },
  };
};

/** The reader of a kind of file. Throws a UserError that names the columns that a file lacks. */
export const createReader = (what: What, format: FormatName, files: readonly CsvFile[]): Reader =>
  what === 'orders' ? orderReader(files, format) : customerReader(files, format);
