/** `@marginal/core`: a typed, solver-agnostic modelling language in which prices are first-class. */
export { AbsoluteValue, absoluteValue } from './absolute-value.ts';
export type { Cap, Slack } from './cap.ts';
export { CompiledModel } from './compiled-model.ts';
export { Balance, Constraint, type Operator } from './constraint.ts';
export {
  ConvexAtom,
  entropy,
  exponential,
  negativeLogarithm,
  power,
  quadraticOverLinear,
  reciprocal,
  square,
} from './convex-atom.ts';
export type { ConvexFunction, Interval, Tangent } from './convex-function.ts';
export { printDiff } from './diff-text.ts';
export { CompiledDual, DualVariable, ProgramDual } from './dual.ts';
export { dualize } from './dualize.ts';
export { type OrdinalsOf, RowSink } from './explicit-rows.ts';
export { type AnyExpression, Expression, type ExpressionClass, type Operand } from './expression.ts';
export { Extremum, maximum, minimum } from './extremum.ts';
export { Field, type PricingRun, type Provenance } from './field.ts';
export { fingerprint } from './fingerprint.ts';
export {
  checkFunctions,
  type Formulation,
  type FunctionCheck,
  type FunctionUse,
  type LooseMember,
  type ModelFunction,
  requireFunctions,
} from './function-check.ts';
export type { AxesOf, Dims, DimsOf, IndexList, IndexSet, LabelsOf, NoDims } from './index-set.ts';
export {
  type IntegerPrices,
  type IntegerPricing,
  type IntegerPricingFailure,
  type IntegerPricingOptions,
  type IntegerRun,
  priceIntegers,
} from './integer-pricing.ts';
export type { ModelKind, NoDuals } from './kind.ts';
export type { Label } from './label.ts';
export {
  type LexicographicModel,
  type LexicographicOptions,
  lexicographic,
  type RankedAim,
} from './lexicographic.ts';
export type {
  LexicographicFailure,
  LexicographicOptimum,
  LexicographicResult,
} from './lexicographic-result.ts';
export { LiveModel } from './live-model.ts';
export type { TermCounts } from './lower.ts';
export { Model, model, Problem } from './model.ts';
export {
  type BlockPresence,
  type Change,
  type CoefficientChange,
  diffModels,
  type ModelDiff,
  type NumberChange,
} from './model-diff.ts';
export type { BalanceSides, ModelOptions, VariableOptions } from './model-options.ts';
export type { ModelSource } from './named-program.ts';
export type { Aim } from './objectives.ts';
export { type OptimalRange, optimalRanges } from './optimal-range.ts';
export { IntegerOptimum, Optimum } from './optimum.ts';
export { OuterApproximation, outerApproximation } from './outer-approximation.ts';
export type { Bracket, OuterApproximationOptions, OuterApproximationResult } from './outer-result.ts';
export { Parameter, type ParameterData } from './parameter.ts';
export { PiecewiseLinear, type PiecewiseOptions, piecewiseLinear } from './piecewise-linear.ts';
export type { Point } from './piecewise-points.ts';
export { printLatex } from './print-latex.ts';
export { type BlockPrintOptions, printLatexBlocks } from './print-latex-blocks.ts';
export { type PrintOptions, printRow, printText } from './print-text.ts';
export {
  type ConflictingRow,
  OptimalResult,
  type OptimumOf,
  OtherResult,
  type Rents,
  type Result,
} from './result.ts';
export type { Sentence } from './sentence.ts';
export { type Axis, DenseSet, range, set } from './set.ts';
export { type SparseKey, type SparseKeys, SparseSet, sparse, type TupleOf, where } from './sparse-set.ts';
export type { IntegerStage, StageOf, StageResult, TradeOff } from './stage-result.ts';
export { type Extreme, type Range, type Statistics, statistics } from './statistics.ts';
export { TimeSet, time } from './time-set.ts';
export { formatUnit, parseUnit, type Unit } from './unit.ts';
export type { UnitIn, UnitOf, Written } from './unit-type.ts';
export { Variable } from './variable.ts';
export { type Part, type WeightedAim, type WeightedModel, weighted } from './weighted.ts';
