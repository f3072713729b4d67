/** Edits up to which a name counts as mistyped; of a short name, half of its letters. */
const MOST_EDITS = 3;

/** Levenshtein's distance: how many letters to insert, delete or replace. */
export const editDistance = (a: string, b: string): number => {
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

/** The name that was probably meant, whatever the case of its letters; undefined when none is near. */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  const wanted = name.toLowerCase();
  const [best] = names
    .map((known) => ({ known, edits: editDistance(wanted, known.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.min(MOST_EDITS, Math.ceil(name.length / 2)) ? best.known : undefined;
};
