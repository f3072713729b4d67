/** Chance that can be repeated: the same seed gives the same run. */
export interface Random {
  /** A whole number, both ends included. */
  readonly whole: (from: number, to: number) => number;
  readonly pick: <T>(choices: readonly T[]) => T;
  readonly chance: () => number;
}

/** mulberry32: 32 bits of state are plenty for timings and sizes. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const chance = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole: Random['whole'] = (from, to) => from + Math.floor(chance() * (to - from + 1));
  return { chance, whole, pick: (choices) => choices[whole(0, choices.length - 1)]! };
};

/** A number from a text, so that each row has chances of its own under the same seed. */
export const hash = (text: string): number =>
  [...text].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) | 0, 7);
