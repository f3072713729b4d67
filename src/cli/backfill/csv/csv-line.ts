const special = /["\n\r,]/;
const quoted = (cell: string): string => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Cells as one line of CSV (RFC 4180, but for the end of the line). */
export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;
