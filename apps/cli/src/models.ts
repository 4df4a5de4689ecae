/** Drivers by the model that a scenario is for. */
import { type Fault, InvalidInputError } from '@marginal/program';
import type { CheckedData } from '@marginal/scenarios';
import { greenLlmDriver } from './green-llm-driver.ts';
import type { MarketRequest, StatedMarket } from './market-driver.ts';
import { relocationDriver } from './relocation-driver.ts';
import { thinkingTokensDriver } from './thinking-tokens-driver.ts';
import { tokenFlowDriver } from './token-flow-driver.ts';

/** Options that this model has no use for: refused, as an option without effect is a misunderstanding. */
function unusable(model: string, request: MarketRequest): Fault[] {
  const code = 'cli.option-of-another-model';
  const hasObjectives = model === 'green-llm';
  return [
    ...[
      ...(request.objective === undefined || hasObjectives ? [] : ['--objective']),
      ...(request.front !== true || hasObjectives ? [] : ['--front']),
    ].map((option) => ({
      code,
      place: option,
      cause: `scenarios of the model '${model}' have one objective`,
      remedy: 'leave it out, or run a scenario of green-llm or relocation',
    })),
    ...(request.metrics === true
      ? [
          {
            code,
            place: '--metrics',
            cause: `the model '${model}' has no metrics`,
            remedy: 'leave it out, or run a scenario of relocation',
          },
        ]
      : []),
  ];
}

/** Arrivals are for the one model with a queue. */
function untraceable(model: string, request: MarketRequest): Fault[] {
  if (request.trace === undefined || model === 'thinking-tokens') return [];
  return [
    {
      code: 'cli.option-of-another-model',
      place: '--trace',
      cause: `the model '${model}' has no queue to run arrivals through`,
      remedy: 'leave it out, or run a scenario of thinking-tokens',
    },
  ];
}

/** States the market of checked data; no solver is involved. Throws `InvalidInputError` for options the model lacks. */
export function stateMarket(checked: CheckedData, request: MarketRequest): StatedMarket {
  const { model } = checked;
  const faults = [
    ...untraceable(model, request),
    ...(model === 'relocation' ? [] : unusable(model, request)),
  ];
  if (faults.length > 0) throw new InvalidInputError(faults);
  if (checked.model === 'relocation') return relocationDriver(checked.data, request);
  if (checked.model === 'green-llm') return greenLlmDriver(checked.data, request);
  return checked.model === 'token-flow'
    ? tokenFlowDriver(checked.data)
    : thinkingTokensDriver(checked.data, request);
}
