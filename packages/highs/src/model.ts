/**
 * One program inside one WASM instance: load, change, run, read. Every call goes through `Runtime.call`, so that an
 * abort is noticed and the instance is not used again. Arrays in, arrays out: no text, no names (H12, H13), always a
 * minimisation (H1), without the constant, which takes no part in solving. Everything read is copied at once, since
 * any later change takes it away (H5). A search has neither duals nor basis: HiGHS returns zeros.
 */
import type { Basis, Program, SearchLimits } from '@marginal/program';
import type { Highs, RangingResult } from 'highs';
import { fromHighsBasis, toHighsBasis } from './basis.ts';
import type { Watch } from './progress.ts';
import { HighsRefusal, InstanceLost, type Runtime } from './runtime.ts';
import {
  boundOptions,
  type Look,
  numericOptions,
  runOptions,
  type SearchLook,
  searchOptions,
} from './settings.ts';
import { interpretStatus, type Meaning } from './status.ts';
import { variableTypes } from './variable-types.ts';

type NativeModel = ReturnType<Highs['createModel']>;

/** What one run said. Arrays are ours; what HiGHS does not vouch for is absent. */
export interface Reading {
  readonly meaning: Meaning;
  /** In words, for a failure. */
  readonly cause: string;
  readonly iterations: number;
  /** Length columnCount, when HiGHS holds it to be feasible. */
  readonly x?: Float64Array;
  /** Length rowCount, when HiGHS holds the dual solution to be feasible. */
  readonly rowDual?: Float64Array;
  /** Length columnCount, likewise. */
  readonly reducedCost?: Float64Array;
  readonly basis?: Basis;
}

/** What one search said. */
export interface SearchReading extends Omit<Reading, 'rowDual' | 'reducedCost' | 'basis'> {
  /** No point is better than this, without the constant; absent when there is none. */
  readonly bound?: number;
  /** Of the search tree. */
  readonly nodes?: number;
}

/** Frees models whose owner was collected without closing them: a net, not a method (H11). */
const forgotten = new FinalizationRegistry<() => void>((free) => free());

/** What each algorithm counts; together the iterations of a run. */
const ITERATION_COUNTS = [
  'simplex_iteration_count',
  'ipm_iteration_count',
  'crossover_iteration_count',
  'pdlp_iteration_count',
] as const;

export class HighsModel {
  readonly runtime: Runtime;
  private readonly native: NativeModel;
  private readonly free: () => void;
  private numeric: Readonly<Record<string, boolean | number | string>>;

  /** Loads the program. Throws `HighsRefusal` with HiGHS's reason, or `InstanceLost`. */
  constructor(runtime: Runtime, program: Program) {
    this.runtime = runtime;
    this.numeric = numericOptions(program);
    const native = runtime.call((module) => module.createModel());
    this.native = native;
    const free = (): void => {
      if (runtime.broken !== undefined || native.disposed) return;
      try {
        runtime.call(() => native.dispose());
      } catch {
        // The instance died on freeing: `call` has marked it, and nobody uses it again.
      }
    };
    this.free = free;
    try {
      this.load(program);
    } catch (error) {
      free();
      throw error;
    }
    forgotten.register(this, free, this);
  }

  dispose(): void {
    forgotten.unregister(this);
    this.free();
  }

  /**
   * Whether a program with changed bounds and costs can be patched in: HiGHS reads numbers by options that were set when
   * it was loaded.
   */
  keeps(program: Program): boolean {
    const needed = boundOptions(program);
    return Object.keys(needed).every((name) => needed[name] === this.numeric[name]);
  }

  /** Costs of the listed columns, as they stand in `program`. */
  setCosts(program: Program, columns: Int32Array): void {
    if (columns.length === 0) return;
    const costs = Float64Array.from(columns, (j) => program.cost[j]);
    this.runtime.call(() => this.native.changeColsCost({ kind: 'set', indices: columns }, costs));
  }

  setColumnBounds(program: Program, columns: Int32Array): void {
    if (columns.length === 0) return;
    const lower = Float64Array.from(columns, (j) => program.columnLower[j]);
    const upper = Float64Array.from(columns, (j) => program.columnUpper[j]);
    this.runtime.call(() => this.native.changeColsBounds({ kind: 'set', indices: columns }, lower, upper));
  }

  setRowBounds(program: Program, rows: Int32Array): void {
    if (rows.length === 0) return;
    const lower = Float64Array.from(rows, (i) => program.rowLower[i]);
    const upper = Float64Array.from(rows, (i) => program.rowUpper[i]);
    this.runtime.call(() => this.native.changeRowsBounds({ kind: 'set', indices: rows }, lower, upper));
  }

  /** Starts the next run here. A basis that HiGHS will not have is ignored; a nonsensical one shows when running (H10). */
  setBasis(basis: Basis): void {
    try {
      this.runtime.call(() => this.native.setBasis(toHighsBasis(basis)));
    } catch (error) {
      if (!(error instanceof HighsRefusal)) throw error;
    }
  }

  /** One run. `seconds`: what is left, Infinity for no limit. */
  run(look: Look, seconds: number, watch?: Watch): Reading {
    const start = performance.now();
    const left = (): number => seconds - (performance.now() - start) / 1000;
    this.runtime.clearLog();
    this.runtime.call(() => this.native.options.set(runOptions(look, seconds)));
    if (look.fresh) this.runtime.call(() => this.native.clearSolver());
    try {
      this.start(watch);
    } catch (error) {
      if (!(error instanceof HighsRefusal)) throw error;
      // A singular start basis makes HiGHS throw once (H10): forget where it stood and run again.
      try {
        this.runtime.call(() => this.native.clearSolver());
        this.runtime.call(() => this.native.options.set(runOptions(look, left())));
        this.start(watch);
      } catch (again) {
        if (!(again instanceof HighsRefusal)) throw again;
        return { meaning: 'unsettled', cause: this.explain(again.message), iterations: 0 };
      }
    }
    const reading = this.read(look);
    watch?.ended(reading.iterations);
    return reading;
  }

  /** One search, from scratch, of a program with integer or semicontinuous columns. */
  search(look: SearchLook, limits: SearchLimits, seconds: number, watch?: Watch): SearchReading {
    this.runtime.clearLog();
    this.runtime.call(() => this.native.options.set(searchOptions(look, limits, seconds)));
    this.runtime.call(() => this.native.clearSolver());
    try {
      this.start(watch);
    } catch (error) {
      if (!(error instanceof HighsRefusal)) throw error;
      return { meaning: 'unsettled', cause: this.explain(error.message), iterations: 0 };
    }
    const { meaning, cause, iterations, x } = this.read();
    watch?.ended(iterations);
    const { bound, nodes } = this.runtime.call(() => ({
      bound: Number(this.native.info.get('mip_dual_bound')),
      nodes: Number(this.native.info.get('mip_node_count')),
    }));
    return {
      meaning,
      cause,
      iterations,
      ...(x === undefined ? {} : { x }),
      ...(Number.isFinite(bound) ? { bound } : {}),
      // HiGHS says -1 where it needed no search at all.
      ...(nodes >= 0 ? { nodes } : {}),
    };
  }

  /** Farkas multipliers, length rowCount. Ask only after `infeasible`: otherwise HiGHS forgets its status (H4). */
  farkas(): Float64Array | undefined {
    return this.ask(() => this.native.getDualRay()?.values);
  }

  /** Direction of unboundedness, length columnCount. Ask only after `unbounded`. */
  ray(): Float64Array | undefined {
    return this.ask(() => this.native.getPrimalRay()?.values);
  }

  /** How far numbers may move with the basis that the last run ended at; ask only after an optimum with a basis. */
  ranging(): RangingResult | undefined {
    return this.ask(() => this.native.getRanging());
  }

  private ask<Answer>(question: () => Answer | undefined): Answer | undefined {
    try {
      return this.runtime.call(question);
    } catch (error) {
      if (error instanceof HighsRefusal) return undefined;
      throw error;
    }
  }

  private load(program: Program): void {
    const { matrix } = program;
    const integrality = variableTypes(program);
    const data = {
      numCols: matrix.columnCount,
      numRows: matrix.rowCount,
      colCost: program.cost,
      colLower: program.columnLower,
      colUpper: program.columnUpper,
      rowLower: program.rowLower,
      rowUpper: program.rowUpper,
      matrix: {
        format: 'csc' as const,
        numRows: matrix.rowCount,
        numCols: matrix.columnCount,
        starts: matrix.starts,
        indices: matrix.rows,
        values: matrix.values,
      },
      ...(integrality === undefined ? {} : { integrality }),
    };
    const { heap } = this.runtime;
    this.runtime.call(() => this.native.options.set({ output_flag: false, ...this.numeric }));
    if (heap !== undefined && this.runtime.call(() => heap.pass(this.native, program, integrality))) return;
    try {
      this.runtime.call(() => this.native.passModel(data));
    } catch (error) {
      if (!(error instanceof HighsRefusal)) throw error;
      // The reason is only in the log (H6): ask once more and listen.
      this.runtime.clearLog();
      this.runtime.call(() => this.native.options.set({ output_flag: true }));
      try {
        this.runtime.call(() => this.native.passModel(data));
      } catch (again) {
        if (again instanceof InstanceLost) throw again;
      }
      throw new HighsRefusal(`HiGHS refuses the program: ${this.explain(error.message)}`);
    }
  }

  /** The clock adds up over runs (H9), so it starts at zero each time. */
  private start(watch: Watch | undefined): void {
    this.runtime.call(() => this.native.zeroAllClocks());
    this.runtime.call((module) => {
      if (watch === undefined) this.native.run();
      else this.native.run(watch.callbacks(module));
    });
  }

  /** `look`: how it was run; absent for a search. What comes from no vertex is read whether HiGHS vouches for it or not. */
  private read(look?: Look): Reading {
    return this.runtime.call((module) => {
      const info = (name: string): number => Number(this.native.info.get(name));
      const { name, meaning } = interpretStatus(module.constants.modelStatus, this.native.getModelStatus());
      const { solutionStatus, basisValidity } = module.constants;
      const interior = look !== undefined && look.solver !== 'simplex' && !look.crossover;
      // HiGHS says -1 where an algorithm did not run.
      const iterations = ITERATION_COUNTS.reduce((sum, count) => sum + Math.max(0, info(count)), 0);
      const reading = { meaning, cause: this.explain(`HiGHS ended with status ${name}`), iterations };
      const present = (status: number): boolean =>
        status === solutionStatus.feasible || (interior && status === solutionStatus.infeasible);
      const vouched = {
        primal: present(info('primal_solution_status')),
        dual: present(info('dual_solution_status')),
        basis: !interior && info('basis_validity') === basisValidity.valid,
      };
      if (!vouched.primal && !vouched.dual) return reading;
      const { colValue, rowDual, colDual } = this.native.getSolution();
      const basis = vouched.basis ? fromHighsBasis(this.native.getBasis()) : undefined;
      return {
        ...reading,
        ...(vouched.primal ? { x: colValue } : {}),
        ...(vouched.dual ? { rowDual, reducedCost: colDual } : {}),
        ...(basis === undefined ? {} : { basis }),
      };
    });
  }

  private explain(what: string): string {
    const complaints = this.runtime.complaints();
    return complaints === '' ? what : `${what} (${complaints})`;
  }
}
