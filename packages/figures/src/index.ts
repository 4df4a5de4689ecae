/** `@marginal/figures`: numbers of market data with unit and source. */
export { type DataPlace, faultsOfIssue, type Report, reporter } from './data-faults.ts';
export { nameKnown } from './known-names.ts';
export { isRecord, type NameRefusal, named, refuseName } from './named.ts';
export {
  MAGNITUDE_LIMIT,
  type QuantityOptions,
  type QuantityProblem,
  quantity,
  quantityList,
  quantityOrNull,
  series,
} from './quantity.ts';
