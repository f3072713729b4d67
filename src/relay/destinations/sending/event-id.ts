const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/i;
const DIGITS = 26;
const RANDOM_DIGITS = 16;
/** Derived ids carry a time between 2020 and 2029: one that nobody finds strange. Customer.io does not use it. */
const FIRST_TIME = Date.UTC(2020, 0);
const TIME_SPAN = Date.UTC(2030, 0) - FIRST_TIME;

const crockford = (value: bigint, digits: number): string =>
  Array.from(
    { length: digits },
    (_, index) => CROCKFORD[Number((value >> BigInt(5 * (digits - 1 - index))) & 31n)],
  ).join('');

const numberOf = (bytes: Uint8Array): bigint => bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

/**
 * The id by which Customer.io recognises a repetition: the delivery key itself where it is a ULID, else one made from
 * its SHA-256. The time is made from the key as well: the corrected time of the same order differs with each attempt
 * of its sender, and the id must not.
 */
export const eventId = async (deliveryKey: string): Promise<string> => {
  if (ULID.test(deliveryKey)) return deliveryKey.toUpperCase();
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(deliveryKey)));
  const time = FIRST_TIME + Number(numberOf(bytes.subarray(0, 6)) % BigInt(TIME_SPAN));
  return crockford(BigInt(time), DIGITS - RANDOM_DIGITS) + crockford(numberOf(bytes.subarray(6, 16)), RANDOM_DIGITS);
};
