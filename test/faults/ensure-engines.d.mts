import type { EngineName } from './engines/engine.ts';

export declare const ensureEngines: (names: readonly EngineName[]) => void;
