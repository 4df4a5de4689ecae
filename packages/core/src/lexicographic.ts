/**
 * Objectives in order of rank. Stage k optimises objective k over the model and the caps on the objectives before it:
 *
 *   opt  f_k(x)   subject to   x feasible,   f_i(x) within s_i of its optimum z_i   for every i before k
 *
 * All stages run in one open session. The rows of the caps are there from the start, free until their objective has had
 * its turn, so that a stage changes costs and two bounds and the solver goes on from where it stood. Source: the scheme
 * of Green-LLM (value <= optimum * (1 + 0.001)), with duals: HiGHS and Gurobi run stages and return none.
 */
import {
  applyDelta,
  type Backend,
  createProgram,
  type Delta,
  isDiscrete,
  type OptimalOutcome,
  type Outcome,
  type Program,
  refuse,
  type Session,
  type SolveOptions,
  TOLERANCES,
} from '@marginal/program';
import { capBounds, capRows, capScale, NO_SLACK, type Slack, slackFaults } from './cap.ts';
import { CompiledModel } from './compiled-model.ts';
import { type AnyExpression, asExpression, Expression, type Operand } from './expression.ts';
import type { ModelKind } from './kind.ts';
import {
  LexicographicFailure,
  LexicographicOptimum,
  type LexicographicResult,
  stoppedStage,
} from './lexicographic-result.ts';
import { mirrored } from './mirror.ts';
import type { Model } from './model.ts';
import { type Aim, lowerAims, type Objective, type ScalarAim, variablePart } from './objectives.ts';
import { optimumOf } from './result.ts';
import { type CapRow, type StageOf, stageOf } from './stage-result.ts';
import { INTEGER_CAP_ROOM, LOOSE_OPTIMUM } from './tolerances.ts';

/** One objective of several in order of rank. */
export type RankedAim = Aim & {
  /** How much of its optimum later objectives may take; nothing by default. Without effect on the last one. */
  readonly slack?: Slack;
};

/** Limits hold for all stages together; `onProgress` reports on the stage that runs. */
export type LexicographicOptions = Omit<SolveOptions, 'startBasis'>;

type Ranked<N extends string> = Objective<N> & { readonly slack: Slack };

/** Costs as a minimisation has them, and the objective as stated in its own sense. */
function minimizedCosts({ sense, cost, offset }: Objective): { cost: Float64Array; offset: number } {
  return sense === 'minimize' ? { cost, offset } : { cost: cost.map((c) => 0 - c), offset: 0 - offset };
}

/** The model with a row per objective but the last, free for now, minimising the first objective. */
function staged(compiled: CompiledModel<ModelKind>, ranked: readonly Objective[]): Program {
  const { program } = compiled;
  const objectives = ranked.slice(0, -1);
  const { rowCount, columnCount } = program.matrix;
  const free = new Float64Array(objectives.length).fill(Infinity);
  const grown = applyDelta(program, {
    addRows: { lower: free.map((bound) => -bound), upper: free, matrix: capRows(objectives, columnCount) },
    names: {
      row: (index) =>
        index < rowCount ? program.names.row(index) : `cap[${objectives[index - rowCount].name}]`,
      column: (index) => program.names.column(index),
    },
  });
  return createProgram({ ...grown, sense: 'minimize', ...minimizedCosts(ranked[0]) });
}

/** A model with objectives in order of rank: ready for any backend. Immutable, like `CompiledModel`. */
export class LexicographicModel<N extends string = string, K extends ModelKind = 'lp'> {
  /** The model under its first objective: rows and columns by name. */
  readonly compiled: CompiledModel<K>;
  private readonly objectives: readonly Ranked<N>[];
  private readonly program: Program;

  constructor(compiled: CompiledModel<K>, objectives: readonly Ranked<N>[]) {
    this.compiled = compiled;
    this.objectives = objectives;
    this.program = staged(compiled, objectives);
  }

  /** Names in order of rank. */
  get order(): readonly N[] {
    return this.objectives.map((objective) => objective.name);
  }

  /**
   * Solves stage after stage in one session and stops at the first that is not optimal. Every stage's answer has been
   * verified against its own program. With integers stages have points and no multipliers, and caps rest on the
   * incumbents, whose optimality is the solver's word.
   */
  async solve(backend: Backend, options: LexicographicOptions = {}): Promise<LexicographicResult<N, K>> {
    const session = await backend.open(this.program);
    try {
      return await this.run(session, backend, options);
    } finally {
      session.close();
    }
  }

  private async run(
    session: Session,
    backend: Backend,
    options: LexicographicOptions,
  ): Promise<LexicographicResult<N, K>> {
    const start = performance.now();
    const firstRow = this.compiled.program.matrix.rowCount;
    const precision = isDiscrete(this.program)
      ? INTEGER_CAP_ROOM
      : TOLERANCES[backend.capabilities.toleranceClass].gap;
    const stages: StageOf<N, K>[] = [];
    const caps: CapRow<N>[] = [];
    const bodies: number[] = [];
    let change: Delta['rowBounds'];
    for (const [k, objective] of this.objectives.entries()) {
      if (change !== undefined) await session.update({ ...costsOf(objective), rowBounds: change });
      let outcome = await session.solve(remaining(options, start));
      if (caps.length > 0 && isLost(outcome)) {
        await session.update({ rowBounds: this.loosened(caps, bodies, Math.max(precision, LOOSE_OPTIMUM)) });
        outcome = await session.solve(remaining(options, start));
      }
      const inSense = objective.sense === 'minimize' ? outcome : mirrored(outcome);
      const { cost, offset, sense } = objective;
      const program = createProgram({ ...session.program, sense, cost, offset });
      const variant = (target?: Operand) => this.compiled.variant(program, objective.unit, target);
      if (inSense.status !== 'optimal') {
        return new LexicographicFailure(objective.name, stoppedStage(variant(), inSense, caps), stages);
      }
      const priced = variant(pricedObjective(objective, caps, inSense.solution));
      const result = optimumOf(priced, inSense, { kind: 'stage', stage: objective.name });
      stages.push(stageOf(priced.kind, objective, this.objectives, [...caps], program, result));
      const body = variablePart(objective, inSense.solution.x).value;
      const { cap, lower, upper } = capBounds(objective, objective.slack, body, precision);
      bodies.push(body);
      const row = firstRow + k;
      caps.push({ cap, objective, row, scale: capScale(objective) });
      change = { index: Int32Array.of(row), lower: Float64Array.of(lower), upper: Float64Array.of(upper) };
    }
    return new LexicographicOptimum(stages, stages[stages.length - 1]);
  }

  /** Gives every cap in force at least this relative room; returns the bounds of their rows. */
  private loosened(
    caps: CapRow<N>[],
    bodies: readonly number[],
    precision: number,
  ): NonNullable<Delta['rowBounds']> {
    const bounds = caps.map((held, k) => {
      const { cap, lower, upper } = capBounds(held.objective, this.objectives[k].slack, bodies[k], precision);
      caps[k] = { ...held, cap };
      return { lower, upper };
    });
    return {
      index: Int32Array.from(caps, ({ row }) => row),
      lower: Float64Array.from(bounds, ({ lower }) => lower),
      upper: Float64Array.from(bounds, ({ upper }) => upper),
    };
  }
}

/**
 * Whether a stage after the first ended as it cannot: the point of the stage before satisfies its caps. That point may
 * stand outside rows by what a tolerance allows, and what it gains by it is more than the room its own cap was given.
 */
function isLost({ status }: Outcome): boolean {
  return status === 'infeasible' || status === 'imprecise' || status === 'failed';
}

/**
 * The stage's objective less what the caps are worth, f - sum of y_k f_k: what the Lagrangian has besides the rows and
 * bounds of the model, so that marginals of parameters see the caps, too, with their limits held.
 */
function pricedObjective(
  objective: Objective,
  caps: readonly CapRow<string>[],
  solution: OptimalOutcome['solution'],
): Operand | undefined {
  if (solution.kind === 'mip') return undefined;
  const blocks = caps.flatMap(({ objective: capped, row, scale }) => {
    const multiplier = solution.rowDual[row] * scale;
    return blocksOf(capped.target).map((block) => ({ ...block, scale: -multiplier * block.scale }));
  });
  return new Expression([...blocksOf(objective.target), ...blocks], objective.unit);
}

function blocksOf(operand: Operand): AnyExpression['blocks'] {
  return asExpression(operand, undefined).blocks;
}

function costsOf(objective: Objective): Pick<Delta, 'cost' | 'offset'> {
  const { cost, offset } = minimizedCosts(objective);
  return { cost: { index: Int32Array.from(cost.keys()), value: cost }, offset };
}

function remaining(options: LexicographicOptions, start: number): LexicographicOptions {
  if (options.timeLimit === undefined) return options;
  return { ...options, timeLimit: Math.max(0, options.timeLimit - (performance.now() - start) / 1000) };
}

/**
 * Compiles a model with objectives in order of rank, first the one that matters most; senses and units may differ.
 *
 *     const ranked = lexicographic(m, [
 *       { name: 'energy', minimize: energy, slack: { relative: 0.001 } },
 *       { name: 'carbon', minimize: carbon, slack: { absolute: 5 } },
 *       { name: 'welfare', maximize: welfare },
 *     ]);
 *     const result = await ranked.solve(highs());
 *
 * Throws `InvalidInputError` for an empty list, names used twice, a slack that is negative or no number, an objective
 * with a dimension that is not summed, costs that are not finite; `NotAllowedError` for handles of another model.
 */
export function lexicographic<const L extends readonly RankedAim[], K extends ModelKind>(
  model: Model<K>,
  objectives: { readonly [P in keyof L]: L[P] & ScalarAim<L[P]> },
): LexicographicModel<L[number]['name'], K> {
  const aims: readonly RankedAim[] = objectives;
  const columnCount = model.variables.reduce((count, variable) => count + variable.size, 0);
  const lowered = lowerAims(model, columnCount, aims, 'lexicographic') as Objective<L[number]['name']>[];
  refuse(
    aims.flatMap((aim) =>
      aim.slack === undefined ? [] : slackFaults(aim.slack, `objective '${aim.name}', slack`),
    ),
  );
  const ranked = lowered.map((objective, k) => ({ ...objective, slack: aims[k].slack ?? NO_SLACK }));
  const compiled = CompiledModel.of(model, ranked[0].sense, ranked[0].target);
  return new LexicographicModel(compiled, ranked);
}
