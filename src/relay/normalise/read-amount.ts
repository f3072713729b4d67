/** How the decimals of a text are told from its groups: both ways are looked at, or the source has declared one. */
export type DecimalMark = '.' | ',' | 'either';

/** An amount read from a text, with the ISO code that stood beside it. */
export type ReadAmount =
  | { readonly kind: 'read'; readonly amount: number; readonly currency?: string }
  /** Two readings, such as 1.234: neither is taken. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'none' };

/** Money longer than this is none. */
const MAX_CHARACTERS = 40;

/** What people write before or after an amount beside signs such as € and the ISO code. */
const marks = /(?:US|AU|CA|NZ|HK|R|A|C)?\p{Sc}|kr\.?|zł|Kč|Ft|lei|Fr\.?/giu;
const isoCode = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/;
/** Spaces of all widths and the Swiss apostrophe stand between groups and mean nothing else. */
const spaced = /^[1-9]\d{0,2}(?:[\s'’]\d{3})+(?=$|[.,])/u;

const grouped = (mark: string): RegExp => new RegExp(`^[1-9]\\d{0,2}(?:\\${mark}\\d{3})+$`);
const groupsOf = { '.': grouped('.'), ',': grouped(',') };

const plainNumber = (whole: string, decimals: string): number => Number(`${whole === '' ? '0' : whole}.${decimals}`);

/** Reads digits with one decimal mark, its groups by the other; undefined when they do not stand so. */
const readWith = (digits: string, mark: '.' | ','): number | undefined => {
  const group = mark === '.' ? ',' : '.';
  const [whole = '', decimals, ...more] = digits.split(mark);
  if (more.length > 0 || (decimals !== undefined && !/^\d+$/.test(decimals))) return undefined;
  const isWhole = whole === '' ? decimals !== undefined : /^\d+$/.test(whole) || groupsOf[group].test(whole);
  return isWhole ? plainNumber(whole.replaceAll(group, ''), decimals ?? '0') : undefined;
};

/** 1.234 may be one and a bit, or a thousand; 0.234 and 1234.567 may not, because no groups stand so. */
const readEither = (digits: string): number | 'ambiguous' | undefined => {
  const byPoint = readWith(digits, '.');
  const byComma = readWith(digits, ',');
  if (byPoint === undefined || byComma === undefined || byPoint === byComma) return byPoint ?? byComma;
  return 'ambiguous';
};

/** Reads a text such as "$49.00", "49,00 €", "1.234,56" or "EUR 1 234". */
export const readAmount = (text: string, mark: DecimalMark): ReadAmount => {
  if (text.length > MAX_CHARACTERS) return { kind: 'none' };
  const currency = isoCode.exec(text)?.[0];
  const bare = text.replace(isoCode, '').replace(marks, '').trim();
  const sign = /^[-−]\s*/u.exec(bare)?.[0] ?? '';
  const digits = bare.slice(sign.length).replace(spaced, (groups) => groups.replaceAll(/\D/gu, ''));
  const value = mark === 'either' ? readEither(digits) : readWith(digits, mark);
  if (value === 'ambiguous') return { kind: 'ambiguous' };
  if (value === undefined || !Number.isFinite(value)) return { kind: 'none' };
  return { kind: 'read', amount: sign && value !== 0 ? -value : value, ...(currency !== undefined && { currency }) };
};
