/** Keeps the children of `list` in step with `items`; what has not changed is left alone, with its focus and its openness. */
export const createKeyedList = <T>(
  list: Element,
  keyOf: (item: T) => string,
  create: (item: T) => { readonly node: HTMLElement; readonly update: (item: T) => void },
): ((items: readonly T[]) => void) => {
  const rows = new Map<string, { readonly node: HTMLElement; readonly update: (item: T) => void; item: T }>();
  return (items) => {
    const wanted = new Set(items.map(keyOf));
    for (const [key, { node }] of rows) {
      if (wanted.has(key)) continue;
      node.remove();
      rows.delete(key);
    }
    items.forEach((item, i) => {
      const key = keyOf(item);
      const row = rows.get(key) ?? { ...create(item), item };
      if (rows.has(key) && row.item !== item) row.update(item);
      row.item = item;
      rows.set(key, row);
      if (list.children[i] !== row.node) list.insertBefore(row.node, list.children[i] ?? null);
    });
  };
};
