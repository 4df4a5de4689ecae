/** `@marginal/relocation`: inference as relocatable electricity demand, and the energy-latency frontier. */
export { type Accounts, accountsOf, type SiteAccount } from './accounts.ts';
export { addBills, type Bill, billsOf, sumBills } from './bill.ts';
export {
  type CheckedRelocationData,
  type ClassData,
  type ClientData,
  type ComputeData,
  checkRelocationData,
  ENTRY_FIELDS,
  OPTIONAL_FIELDS,
  type RelocationData,
  type StateLocality,
} from './data.ts';
export { type DaysData, horizonHours, hoursOf } from './days.ts';
export {
  atHome,
  type Before,
  coldStart,
  egress,
  FRICTIONS,
  type Friction,
  friction,
  frictions,
  migration,
} from './frictions.ts';
export { type Frontier, type FrontierStep, frontier, valueAt } from './frontier.ts';
export {
  type Amount,
  type IntegerExtension,
  type RelocationCosts,
  type RelocationDraft,
  type RelocationExtension,
  type RelocationMarket,
  type RelocationOptions,
  type RelocationSets,
  relocation,
  relocationWithIntegers,
} from './market.ts';
export {
  acceleratorMask,
  latencyMask,
  lawMasks,
  type Mask,
  masksOf,
  modelMask,
  type Reason,
  reasonsAgainst,
  stateMask,
} from './masks.ts';
export {
  type BreakEven,
  breakEvens,
  type Flow,
  flowsOf,
  type LatencyReturn,
  type LayerShare,
  layersOf,
  type RelocatableDemand,
  relocatableDemand,
  returnOnLatency,
} from './metrics.ts';
export { AIMS, type AimName, parseObjective, type RelocationObjective } from './objective.ts';
export {
  compileAim,
  type RelocationFailure,
  type RelocationOptimum,
  type RelocationStage,
  solveRelocation,
} from './plan.ts';
export { refuseWithoutVertices } from './resolver.ts';
export {
  type Rolled,
  type RolledWindow,
  type RollingOptions,
  rollHorizon,
  standing,
} from './rolling.ts';
export { distanceKm, type RoundTrip, reachKm, roundTripLaw, roundTrips } from './round-trip.ts';
export { energyAt, LAYERS, type Layer, type Route, routesOf } from './routes.ts';
export {
  type ForbiddenSite,
  type Shortage,
  type Stranded,
  shortagesIn,
  strandedDemand,
} from './shortage.ts';
export { RolledTotals, type RouteTotal } from './totals.ts';
export { isPresent, LIMITS, type Limit, variant, withoutCapacity } from './variants.ts';
export {
  type CopyPlan,
  copiesPaid,
  planCopies,
  possibleCopies,
  type WeightCopy,
  weightCopies,
  withCopies,
} from './weight-copies.ts';
export { type Worth, worthOf } from './worth.ts';
