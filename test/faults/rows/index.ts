import type { Row } from '../row.ts';
import { answers } from './answers.ts';
import { bfcache } from './bfcache.ts';
import { clocks } from './clocks.ts';
import { connections } from './connections.ts';
import { crashing } from './crashing.ts';
import { leaving } from './leaving.ts';
import { log } from './log.ts';
import { offline } from './offline.ts';
import { outage } from './outage.ts';
import { page } from './page.ts';
import { storage } from './storage.ts';
import { tabs } from './tabs.ts';
import { twice } from './twice.ts';

const numberOf = ({ id }: Row): number => Number.parseInt(id.slice(1), 10);

/** Every row of the matrix that can be run, in its order. */
export const rows: readonly Row[] = [
  ...leaving,
  ...crashing,
  ...log,
  ...offline,
  ...answers,
  ...outage,
  ...tabs,
  ...bfcache,
  ...connections,
  ...storage,
  ...clocks,
  ...page,
  ...twice,
].sort((a, b) => numberOf(a) - numberOf(b) || a.id.localeCompare(b.id));
