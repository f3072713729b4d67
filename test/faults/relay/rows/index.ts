import type { Row } from '../row.ts';
import { around } from './around.ts';
import { destination } from './destination.ts';
import { disk } from './disk.ts';
import { erasing } from './erasing.ts';
import { killing } from './killing.ts';
import { sameness } from './sameness.ts';

const number = ({ id }: Row): number => Number(/\d+/.exec(id)?.[0]);

/** All rows of the relay's part of the matrix, in its order. */
export const rows: readonly Row[] = [...killing, ...disk, ...sameness, ...destination, ...around, ...erasing].toSorted(
  (a, b) => number(a) - number(b),
);

/** Rows that cannot be run, each with the reason. */
export const absent: readonly { readonly id: string; readonly title: string; readonly why: string }[] = [];
