/** Owns which models a scenario may be for, who checks their data, and which of their fields may be left out. */
import type { Fault } from '@marginal/program';
import { checkTokenFlowData, type TokenFlowData } from '@marginal/token-flow';

/** Data that passed the check of its model: plain numbers, figures taken out. */
export type CheckedData = { readonly model: 'token-flow'; readonly data: TokenFlowData };

export type ModelName = CheckedData['model'];

interface ModelEntry {
  readonly check: (
    raw: unknown,
    placeOf: (path: readonly string[]) => string,
  ) => CheckedData | { readonly faults: readonly Fault[] };
  /** Fields at the top of the data that a file may leave out, and a setting may still set. */
  readonly optional: readonly string[];
}

export const MODELS: Readonly<Record<ModelName, ModelEntry>> = {
  'token-flow': {
    check: (raw, placeOf) => {
      const checked = checkTokenFlowData(raw, placeOf);
      return 'data' in checked ? { model: 'token-flow', data: checked.data } : checked;
    },
    optional: ['demandScale'],
  },
};

export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(MODELS, name);
}
