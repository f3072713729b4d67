import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from '../../unit/cli/config-folder.ts';

/** The least that a Shopify export of orders has. */
export const ORDER_HEADER =
  'Name,Email,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id,Phone,Refunded Amount,Cancelled at,Payment Method,Note Attributes';

/** One row of one order, as cells by their names. */
export const orderRow = (cells: Readonly<Record<string, string>> = {}): string => {
  const whole: Readonly<Record<string, string>> = {
    Name: '#1001',
    Email: 'jane@shop.example',
    Currency: 'EUR',
    Total: '49.00',
    'Created at': '2025-10-07 09:50:26 +0200',
    'Lineitem quantity': '1',
    'Lineitem name': 'Cleanser - 150 ml',
    'Lineitem price': '49.00',
    'Lineitem sku': 'CL-150',
    Id: '7210448301122',
    ...cells,
  };
  return ORDER_HEADER.split(',')
    .map((name) => `"${(whole[name] ?? '').replaceAll('"', '""')}"`)
    .join(',');
};

/** Files in a folder of their own; gives their paths. */
export const filesWith = (...contents: readonly (string | Buffer)[]): string[] => {
  const folder = folderWith({});
  return contents.map((content, index) => {
    const path = join(folder, `file-${index + 1}.csv`);
    writeFileSync(path, content);
    return path;
  });
};

export const ordersFile = (...rows: readonly string[]): string => [ORDER_HEADER, ...rows, ''].join('\n');
