/** `@marginal/token-flow`: the token-flow market, priced by location and workload. */
export { checkTokenFlowData } from './check-data.ts';
export { type Clearing, clearingOf, type LocationPrice } from './clearing.ts';
export {
  type BidData,
  type LinkData,
  type NodeData,
  OPTIONAL_FIELDS,
  type OutageData,
  TOKEN_FLOW_FIELDS,
  type TokenFlowData,
  tokenFlowSchema,
  type WorkloadData,
} from './data.ts';
export {
  explainInfeasible,
  type InfeasibilityExplanation,
  type ShortCapacity,
  type UnmetDemand,
} from './explain-infeasible.ts';
export { carbonCap } from './extensions/carbon-cap.ts';
export { carbonPrice } from './extensions/carbon-price.ts';
export { elasticDemand } from './extensions/elastic-demand.ts';
export { linkOutage } from './extensions/link-outage.ts';
export { lostService } from './extensions/lost-service.ts';
export { reserve } from './extensions/reserve.ts';
export { type TransferRates, transferAware, transferRatesOf } from './extensions/transfer-aware.ts';
export type { Flow } from './flow.ts';
export { type Form, formOf, latencyLimit } from './latency.ts';
export { type Account, type Ledger, type LedgerEntry, ledgerOf } from './ledger.ts';
export type { Limit } from './limit.ts';
export { Market, type TokenFlowMarket, tokenFlow } from './market.ts';
export { marketOf } from './market-of.ts';
export { type MeritStep, meritOrderOf } from './merit-order.ts';
export {
  type LatencyOf,
  type LatencyStep,
  type PriceOfMillisecond,
  priceOfMillisecond,
} from './price-of-millisecond.ts';
export { type PriceParts, pricePartsOf } from './price-parts.ts';
export { otherPricesOf, type PriceRow, priceRowsOf } from './price-row.ts';
export { processingCost } from './processing-cost.ts';
export { findRoutes, type Route } from './routes.ts';
export type { Served } from './served.ts';
export type { Line, LinkTerms, LinkUnit, OtherPrice, Statement } from './statement.ts';
