/** Owns the list of packs that programs make. us5 is written by hand. */
import type { Scenario } from '@marginal/scenarios';
import { globalRegions } from './global-regions.ts';
import { global15Day } from './global15-day.ts';
import { global15Year } from './global15-year.ts';
import { us5Day } from './us5-day.ts';
import { CALIBRATED } from './us5-paper/calibrated.ts';
import { us5Paper } from './us5-paper/scenario.ts';
import { us20 } from './us20.ts';

export const PACKS: readonly (() => Scenario | Promise<Scenario>)[] = [
  us5Day,
  () => us5Paper(CALIBRATED),
  () => us20(),
  global15Day,
  () => global15Year(),
  globalRegions,
];
