/** Owns which models a scenario may be for, who checks their data, and which of their fields may be left out. */
import {
  checkGreenData,
  ENTRY_FIELDS,
  OPTIONAL_FIELDS as GREEN_OPTIONAL,
  type GreenData,
} from '@marginal/green-llm';
import type { Fault } from '@marginal/program';
import {
  checkRelocationData,
  ENTRY_FIELDS as RELOCATION_FIELDS,
  OPTIONAL_FIELDS as RELOCATION_OPTIONAL,
  type RelocationData,
} from '@marginal/relocation';
import {
  checkThinkingData,
  OPTIONAL_FIELDS as THINKING_OPTIONAL,
  type ThinkingData,
} from '@marginal/thinking-tokens';
import {
  checkTokenFlowData,
  OPTIONAL_FIELDS,
  TOKEN_FLOW_FIELDS,
  type TokenFlowData,
} from '@marginal/token-flow';

/** Data that passed the check of its model: plain numbers, figures taken out. */
export type CheckedData =
  | { readonly model: 'token-flow'; readonly data: TokenFlowData }
  | { readonly model: 'green-llm'; readonly data: GreenData }
  | { readonly model: 'relocation'; readonly data: RelocationData }
  | { readonly model: 'thinking-tokens'; readonly data: ThinkingData };

export type ModelName = CheckedData['model'];

export interface ModelEntry {
  readonly check: (
    raw: unknown,
    placeOf: (path: readonly string[]) => string,
  ) => CheckedData | { readonly faults: readonly Fault[] };
  /** Numbers and flags at the top of the data that a file may leave out, and a setting may still set. */
  readonly optional: readonly string[];
  /** Fields of one entry of each named set, left out or not. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

export const MODELS: Readonly<Record<ModelName, ModelEntry>> = {
  'token-flow': {
    check: (raw, placeOf) => {
      const checked = checkTokenFlowData(raw, placeOf);
      return 'data' in checked ? { model: 'token-flow', data: checked.data } : checked;
    },
    optional: OPTIONAL_FIELDS.filter((field) => !Object.hasOwn(TOKEN_FLOW_FIELDS, field)),
    fields: TOKEN_FLOW_FIELDS,
  },
  'green-llm': {
    check: (raw, placeOf) => {
      const checked = checkGreenData(raw, placeOf);
      return 'data' in checked ? { model: 'green-llm', data: checked.data } : checked;
    },
    optional: GREEN_OPTIONAL,
    fields: ENTRY_FIELDS,
  },
  relocation: {
    check: (raw, placeOf) => {
      const checked = checkRelocationData(raw, placeOf);
      return 'data' in checked ? { model: 'relocation', data: checked.data } : checked;
    },
    optional: RELOCATION_OPTIONAL,
    fields: RELOCATION_FIELDS,
  },
  'thinking-tokens': {
    check: (raw, placeOf) => {
      const checked = checkThinkingData(raw, placeOf);
      return 'data' in checked ? { model: 'thinking-tokens', data: checked.data } : checked;
    },
    optional: THINKING_OPTIONAL,
    fields: {},
  },
};

/** Models that a scenario may be for. */
export const MODEL_NAMES: readonly string[] = Object.keys(MODELS);

export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(MODELS, name);
}
