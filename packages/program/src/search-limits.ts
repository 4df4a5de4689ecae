/**
 * When the search of a program with integers may stop. The gap is the house's own (docs/conventions.md, section 6):
 * |objective - bound| / (1 + |objective - offset|), so that it means something at an objective of zero, too.
 */
import type { Fault } from './errors.ts';
import { DEFAULT_MIP_GAP } from './tolerances.ts';

/** What a caller may ask for. Without integers none of it has any effect. */
export interface SearchOptions {
  /**
   * The best point may be this far from the bound: |objective - bound| <= mipGap * (1 + |objective - offset|). By
   * default 1e-6; 0 asks for the very best point. An outcome is `optimal` only if it is that good.
   */
  readonly mipGap?: number;
  /** Or this far, in objective units. By default 0: only `mipGap` counts. */
  readonly mipAbsoluteGap?: number;
  /** Nodes of the search tree after which to stop with `limit`, as the solver counts them. By default no limit. */
  readonly nodeLimit?: number;
}

/** The same with every default filled in; Infinity for no limit. */
export interface SearchLimits {
  readonly mipGap: number;
  readonly mipAbsoluteGap: number;
  readonly nodeLimit: number;
}

/** Fills in the defaults. */
export function searchLimits(options: SearchOptions): SearchLimits {
  return {
    mipGap: options.mipGap ?? DEFAULT_MIP_GAP,
    mipAbsoluteGap: options.mipAbsoluteGap ?? 0,
    nodeLimit: options.nodeLimit ?? Infinity,
  };
}

/** The largest distance between objective and bound that was asked for. `objective`: without the constant. */
export function allowedDistance(limits: SearchLimits, objective: number): number {
  return Math.max(limits.mipGap * (1 + Math.abs(objective)), limits.mipAbsoluteGap);
}

/** Every limit that makes no sense. */
export function searchFaults(options: SearchOptions, place: string): Fault[] {
  const faults: Fault[] = [];
  for (const name of ['mipGap', 'mipAbsoluteGap'] as const) {
    const gap = options[name];
    if (gap === undefined || (gap >= 0 && gap < Infinity)) continue;
    faults.push({ code: 'program.mip-gap', place, cause: `${name} is ${gap}`, remedy: 'give zero or more' });
  }
  const { nodeLimit } = options;
  if (
    nodeLimit !== undefined &&
    !(nodeLimit >= 0 && (Number.isInteger(nodeLimit) || nodeLimit === Infinity))
  ) {
    faults.push({
      code: 'program.node-limit',
      place,
      cause: `nodeLimit is ${nodeLimit}`,
      remedy: 'give a whole number, zero or more',
    });
  }
  return faults;
}
