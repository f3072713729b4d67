/** `CARTLINE_RUNS=10000` for the long form; `CARTLINE_SEED` repeats what a failed run printed. */
const { CARTLINE_RUNS, CARTLINE_SEED } = process.env;

/** How many runs a property gets, of which so many are the everyday form. */
export const runsOf = (everyday: number): number => Number(CARTLINE_RUNS ?? everyday);

const random = Number(CARTLINE_SEED ?? Date.now() % 2 ** 31);

/** One seed that never changes, and one of today. */
export const seeds: readonly (readonly [string, number])[] = [
  ['fixed', 20_261_122],
  ['random', random],
];
console.info(`Properties run with the fixed seed and CARTLINE_SEED=${random}`);
