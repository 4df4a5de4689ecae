/** Owns the parameters of us5-paper, as `packs calibrate` found them. Do not edit: search again. */
import type { Parameters } from './parameters.ts';

/** Seed of the search that found them. */
export const SEED = 4;

export const CALIBRATED: Parameters = {
  'gpuCost.virginia': 4.79,
  'gpuCost.illinois': 4.19,
  'gpuCost.iowa': 2.16,
  'gpuCost.texas': 2.22,
  'gpuCost.washington': 4.94,
  'capacity.virginia': 7976,
  'capacity.illinois': 10872,
  'capacity.iowa': 4672,
  'capacity.texas': 11720,
  'capacity.washington': 3528,
  'capacityGB.virginia-illinois': 2850,
  'capacityGB.virginia-iowa': 1150,
  'capacityGB.virginia-texas': 2350,
  'capacityGB.illinois-iowa': 800,
  'capacityGB.iowa-texas': 650,
  'capacityGB.iowa-washington': 8200,
  'capacityGB.texas-washington': 7250,
  'transferGB.chat': 0.479,
  'transferGB.code': 0.314,
  'transferGB.batch': 1.51,
};
