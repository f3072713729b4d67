/** Currencies of ISO 4217 whose minor unit is not a hundredth; all others have two digits. */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0,
  XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
}; // prettier-ignore

const scale = (currency: string): number => 10 ** (DIGITS[currency] ?? 2);

/** Whole minor units of an amount in major units: 49.5 euros are 4950. Sums are made of these, never of fractions. */
export const toMinor = (major: number, currency: string): number => {
  // 1.005 * 100 is 100.49999999999999 in binary; the nudge is far below any minor unit
  const product = major * scale(currency);
  return Math.round(product + Math.sign(product) * 1e-6);
};

/** Major units of whole minor units, as they are written out. */
export const toMajor = (minor: number, currency: string): number => minor / scale(currency);
