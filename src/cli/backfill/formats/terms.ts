import type { MoneySource } from '../../../relay/normalise/money.ts';
import type { Catalogue } from '../catalogue.ts';

/** What holds for every row of a run. Times are Unix milliseconds. */
export interface Terms {
  readonly money: MoneySource;
  /** The zone of times that name none: "+01:00". */
  readonly utcOffset?: string;
  readonly catalogue: Catalogue;
  readonly now: number;
  /** When the platform wrote the file: what it says of persons holds as of then. */
  readonly exportedAt: number;
}
