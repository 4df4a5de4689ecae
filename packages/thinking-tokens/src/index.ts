/** `@marginal/thinking-tokens`: how long each type of task may think on an M/G/1 server. */
export { type ArrivalStatistics, arrivalStatistics, readArrivals } from './arrivals.ts';
export { type Bounds, contractionFactor, gradientLipschitz, levelSetBounds } from './bounds.ts';
export { type BoxOptimum, maximizeInBox } from './box-optimum.ts';
export type { AccuracyCurve, AccuracyTable, SmoothAccuracy } from './curve.ts';
export {
  type CheckedThinkingData,
  checkThinkingData,
  type DisciplineName,
  disciplineOf,
  type MeasuredAccuracy,
  OPTIONAL_FIELDS,
  serverOf,
  type TaskFit,
  type ThinkingData,
  taskNames,
} from './data.ts';
export { type DisciplineOptimum, disciplineOptimum } from './discipline-optimum.ts';
export { type Discipline, meanSystemTime, systemTimes } from './disciplines.ts';
export { fixedPoint, type MethodResult } from './fixed-point.ts';
export {
  bestNeighbour,
  type IntegerOptimum,
  integerOptimum,
  roundTokens,
  type WholeAllocation,
} from './integers.ts';
export { type OuterFailure, type OuterOptimum, outerOptimum, thinkingModel } from './language.ts';
export {
  type LatencyAllocation,
  type LatencyFamily,
  type LatencyOptimum,
  latencyOptimum,
} from './latency-optimum.ts';
export { optimalityGap } from './optimality.ts';
export { solveThinking, type ThinkingPlan, type Unstable, type WholeTokens } from './plan.ts';
export { projectedGradient } from './projected-gradient.ts';
export { type LatencyLimit, largestScale, type QuantileLimit, quantileLimit } from './quantile-limit.ts';
export { type NoRouting, type RoutingOptimum, routeTypes } from './routing.ts';
export { type CurveField, type CurvePlace, type OptimumCurve, optimumCurve } from './sensitivity.ts';
export {
  gradient,
  hessian,
  largestStableRate,
  moments,
  type Performance,
  performanceOf,
  type Server,
  supergradient,
  withCurves,
} from './server.ts';
export {
  type Estimate,
  type Simulation,
  type SimulationOptions,
  simulate,
  simulateArrivals,
  simulateServices,
} from './simulation.ts';
