// Ranks of rows, the least important first; see `Row`.
export const VIEW = 0;
export const EVENT = 1;
export const DEAR = 2;
export const WITHDRAWAL = 3;
