/**
 * Convex programs by tangents over any backend that solves linear programs (Kelley's cutting planes; Duran & Grossmann,
 * Math. Programming 36, 1986). Every round solves a linear program in which each atom is held by tangents only, and
 * takes from it
 *
 *   a bound   its duals, with the tangents that carried an atom replaced by the one of their mean slope, prove it by
 *             weak duality over a box that holds the optimum (`proved-bound.ts`), whatever the solver's tolerances are;
 *   a point   its columns, with every argument and value put at what the expressions and the function are there,
 *             kept if it satisfies the model.
 *
 * The optimum lies between the best of both. Then come tangents where the point is and at the mean slopes, hot from the
 * last basis, until the gap is closed. Both errors are of second order in the error of the linear program, so a gap
 * far below its tolerance can be reached.
 */
import { applyDelta, type Backend, type Program, UnsupportedError } from '@marginal/program';
import type { CompiledModel } from './compiled-model.ts';
import type { ConvexAtom } from './convex-atom.ts';
import { CutPool } from './cut-pool.ts';
import type { ModelKind } from './kind.ts';
import type { OuterApproximationOptions, OuterApproximationResult } from './outer-result.ts';
import { COARSEST, OuterRun, openWith } from './outer-run.ts';
import { STEEPEST_START } from './tolerances.ts';

export class OuterApproximation {
  private readonly compiled: CompiledModel<ModelKind>;
  private readonly atoms: readonly ConvexAtom[];
  /** The model with its gates open: everything but the tangents. */
  private readonly model: Program;

  /** See `outerApproximation`. */
  constructor(compiled: CompiledModel<ModelKind>, atoms: readonly ConvexAtom[]) {
    for (const atom of atoms) compiled.checkHandle(atom.value, 'variable');
    if (compiled.program.integer !== undefined || compiled.program.semicontinuous !== undefined) {
      throw new UnsupportedError({
        code: 'core.convex-with-integers',
        place: 'outer approximation',
        cause:
          'the model has integer or semicontinuous columns, and bounds of searches over them are not proved',
        remedy: 'state the convex terms as piecewise-linear functions, or relax the integers',
      });
    }
    this.compiled = compiled;
    this.atoms = [...atoms].sort((a, b) => a.value.start - b.value.start);
    const gates = Int32Array.from(atoms, ({ gate }) => gate.start);
    const [lower, upper] = [gates.length, gates.length].map((size) => new Float64Array(size));
    const open = { index: gates, lower: lower.fill(-Infinity), upper: upper.fill(Infinity) };
    this.model = applyDelta(compiled.program, { rowBounds: open });
  }

  /** Solves with any backend that gives duals. Throws what opening a session throws; everything else is a result. */
  async solve(backend: Backend, options: OuterApproximationOptions = {}): Promise<OuterApproximationResult> {
    const pool = new CutPool(this.model.matrix.rowCount, this.model.names);
    this.addFirstTangents(pool);
    const session = await openWith(backend, this.model, pool);
    const run = new OuterRun(this.compiled, this.model, this.atoms, { backend, pool, session }, options);
    try {
      return await run.result();
    } finally {
      run.close();
    }
  }

  private addFirstTangents(pool: CutPool): void {
    for (const atom of this.atoms) {
      for (let k = 0; k < atom.value.size; k++) {
        const [first, ...rest] = atom.ranges.map(({ lower, upper }) => samples(lower[k], upper[k]));
        const others = rest.map((list) => list[list.length >> 1]);
        for (const u of first) {
          const parameter = atom.function.parameter([u, ...others]);
          pool.add(atom, k, Math.min(Math.max(parameter, -STEEPEST_START), STEEPEST_START), COARSEST);
        }
      }
    }
  }
}

/** Where the first tangents touch: spread over the range, or over magnitudes where it has no end. */
function samples(lower: number, upper: number): number[] {
  const shares = [0, 0.25, 0.5, 0.75, 1];
  const away = [0, 0.1, 1, 10];
  if (Number.isFinite(lower) && Number.isFinite(upper)) {
    return lower === upper ? [lower] : shares.map((share) => lower + share * (upper - lower));
  }
  if (Number.isFinite(lower)) return away.map((step) => lower + step * Math.max(1, Math.abs(lower)));
  if (Number.isFinite(upper)) return away.map((step) => upper - step * Math.max(1, Math.abs(upper)));
  return [-10, -1, -0.1, 0, 0.1, 1, 10];
}

/**
 * Solves a compiled model with smooth convex atoms to a proved gap. Give every atom of the model: those that are left
 * out keep their gates closed, and the model is infeasible. Throws `core.convex-with-integers`.
 *
 *     const delay = quadraticOverLinear(m, 'delay', [], moment, headroom);
 *     const compiled = m.minimize(delay.value.times(weight)).compile();
 *     const solved = await outerApproximation(compiled, [delay]).solve(highs());
 *     if (solved.status === 'optimal') solved.result.value(delay.value).at();
 */
export function outerApproximation(
  compiled: CompiledModel<ModelKind>,
  atoms: readonly ConvexAtom[],
): OuterApproximation {
  return new OuterApproximation(compiled, atoms);
}
