/** Five benchmark tasks on Qwen3-8B, fits of arXiv 2608.13315, tables I and II, in the order of papers' results. */
import type { Server } from '../src/index.ts';

export const NAMES = ['aime25', 'aime24', 'gpqa', 'gsm8k', 'hmmt25'];

export function fiveTasks(arrivalRate: number, weight: number): Server {
  return {
    arrivalRate,
    weight,
    maxTokens: 32_768,
    prior: Float64Array.of(0.2, 0.2, 0.2, 0.2, 0.2),
    serviceBase: Float64Array.of(0.1775, 0.2706, 0.0899, 0.0663, 0.5198),
    servicePerToken: Float64Array.of(9.03e-4, 7.6e-4, 1.257e-3, 1.25e-4, 1.008e-3),
    accuracyBase: Float64Array.of(0, 0, 0.354, 0.276, 0.044),
    accuracyGain: Float64Array.of(0.737, 0.595, 0.227, 0.677, 0.302),
    accuracyRate: Float64Array.of(1.13e-4, 9.25e-5, 2.63e-4, 2.66e-3, 1.89e-4),
  };
}
