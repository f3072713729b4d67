import { isMoneySource, moneySources, type MoneySource } from '../../relay/normalise/money.ts';
import { readTime } from '../../relay/normalise/time.ts';
import { UserError } from '../problem.ts';
import { formats, whats, type FormatName, type What } from './formats/format.ts';

/** Options of `cartline backfill`, as they stand on the command line. */
export interface BackfillCommandOptions {
  readonly from: string;
  readonly apply?: boolean;
  readonly campaignsPaused?: boolean;
  readonly restart?: boolean;
  readonly json?: boolean;
  readonly config?: string;
  readonly relay?: string;
  readonly key?: string;
  readonly products?: string;
  readonly money?: string;
  readonly utcOffset?: string;
  readonly exportedAt?: string;
  readonly rate?: string;
}

/** The same, checked. */
export interface BackfillOptions {
  readonly what: What;
  readonly format: FormatName;
  readonly money: MoneySource;
  readonly utcOffset?: string;
  readonly exportedAt?: number;
  readonly perSecond: number;
}

/** Customer.io asks for fair use, and the live events of the shop go before its history. */
const DEFAULT_PER_SECOND = 500;

const wrong = (option: string, came: string, expected: string): UserError =>
  new UserError(`${option}: "${came}" came; expected ${expected}`);

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

const oneOf = <T extends string>(option: string, came: string, names: readonly T[]): T => {
  const found = names.find((name) => name === came);
  if (found === undefined) throw wrong(option, came, listed(names));
  return found;
};

const readMoney = (came: string): MoneySource => {
  if (!isMoneySource(came)) throw wrong('--money', came, listed(Object.keys(moneySources)));
  return came;
};

const readRate = (came: string | undefined): number => {
  if (came === undefined) return DEFAULT_PER_SECOND;
  if (came === 'unlimited') return Infinity;
  if (!/^\d+(\.\d+)?$/.test(came) || Number(came) <= 0)
    throw wrong('--rate', came, 'messages a second, such as 500, or "unlimited"');
  return Number(came);
};

const readExportedAt = (came: string, now: number): number => {
  const ms = readTime(came);
  if (ms === undefined || ms > now)
    throw wrong('--exported-at', came, 'a time in the past, such as "2026-11-22T10:00:00Z"');
  return ms;
};

const checkOffset = (came: string): string => {
  if (!/^([+-]\d{2}:\d{2}|Z)$/.test(came)) throw wrong('--utc-offset', came, 'an offset such as "+01:00", or "Z"');
  return came;
};

/** Checks what came on the command line. Throws UserErrors. */
export const readOptions = (what: string, options: BackfillCommandOptions, now: number): BackfillOptions => ({
  what: oneOf('backfill', what, whats),
  format: oneOf('--from', options.from, formats),
  money: options.money === undefined ? 'major' : readMoney(options.money),
  ...(options.utcOffset !== undefined && { utcOffset: checkOffset(options.utcOffset) }),
  ...(options.exportedAt !== undefined && { exportedAt: readExportedAt(options.exportedAt, now) }),
  perSecond: readRate(options.rate),
});
