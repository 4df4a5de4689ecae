/** Drivers by the model that a scenario is for. */
import type { ModelName } from '@marginal/scenarios';
import type { MarketDriver } from './market-driver.ts';
import { tokenFlowDriver } from './token-flow-driver.ts';

export const MODELS: Readonly<Record<ModelName, MarketDriver>> = { 'token-flow': tokenFlowDriver };
