/** `@marginal/core`: a typed, solver-agnostic modelling language in which prices are first-class. */
export { CompiledModel } from './compiled-model.ts';
export { Balance, Constraint, type Operator } from './constraint.ts';
export { type AnyExpression, Expression, type ExpressionClass, type Operand } from './expression.ts';
export { Field, type PricingRun, type Provenance } from './field.ts';
export type { AxesOf, Dims, DimsOf, IndexList, IndexSet, LabelsOf, NoDims } from './index-set.ts';
export type { Label } from './label.ts';
export type { TermCounts } from './lower.ts';
export { type BalanceSides, Model, model, Problem, type VariableOptions } from './model.ts';
export { Parameter, type ParameterData } from './parameter.ts';
export { type ConflictingRow, OptimalResult, OtherResult, type Rents, type Result } from './result.ts';
export type { Sentence } from './sentence.ts';
export { type Axis, DenseSet, range, set } from './set.ts';
export { type SparseKey, type SparseKeys, SparseSet, sparse, type TupleOf } from './sparse-set.ts';
export { formatUnit, parseUnit, type Unit } from './unit.ts';
export { Variable } from './variable.ts';
