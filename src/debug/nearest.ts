/** Edits up to which a name is taken for a slip of another. */
const MOST_EDITS = 2;

/** Levenshtein's distance: how many letters to insert, delete or replace. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The name that was probably meant, if any. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const wanted = name.toLowerCase();
  const [best] = names
    .map((known) => ({ known, edits: distance(wanted, known.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= MOST_EDITS ? best.known : undefined;
};
