/** `@marginal/token-flow`: the token-flow market, priced by location and workload. */
export { checkTokenFlowData } from './check-data.ts';
export {
  type Clearing,
  clearingOf,
  type Flow,
  type Limit,
  type LocationPrice,
  processingCost,
  type Served,
} from './clearing.ts';
export { type TokenFlowData, tokenFlowSchema } from './data.ts';
export { type TokenFlowMarket, tokenFlow } from './market.ts';
export { findRoutes, type Route } from './routes.ts';
