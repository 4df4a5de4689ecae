/**
 * What the command needs from a model package: its data checked, its market stated, an optimum read. One driver per
 * model; commands know drivers and not models.
 */
import type { Provenance } from '@marginal/core';
import type {
  Backend,
  OptimalOutcome,
  OutcomeStatus,
  Program,
  Residuals,
  SolveOptions,
  SolverIdentity,
} from '@marginal/program';
import type { CsvTable } from './result-folder.ts';

/** The dual that a price is made of, and whose it is. */
export interface PriceHandle {
  /** Name of the balance, as users see it. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Row of the program; the price is its dual, or what more room in the row would save (`sign` -1). */
  readonly row: number;
  readonly sign?: -1;
  readonly unit: string;
}

export interface PublishedPrice {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Least and greatest optimal dual; infinite ends are written as null in JSON. */
  readonly low: number;
  readonly high: number;
  readonly unique: boolean;
  readonly unit: string;
  readonly provenance: Provenance;
}

export interface PublishedLimit {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly use: number;
  readonly cap: number;
  readonly rent: number;
  readonly saturated: boolean;
  readonly unit: string;
}

/** A clearing as every command shows it. */
export interface Publication {
  readonly costs: Readonly<Record<string, number>> & { readonly total: number };
  readonly prices: readonly PublishedPrice[];
  readonly limits: readonly PublishedLimit[];
  readonly ledger: Readonly<Record<string, number>>;
  /** Model-specific part of `--json`, under the model's name. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly tables: Readonly<Record<string, CsvTable>>;
  /** For people. */
  readonly text: string;
}

/** Least and greatest optimal value of a price. */
export interface PriceInterval {
  readonly low: number;
  readonly high: number;
  readonly unique: boolean;
}

interface Attempt {
  readonly solver: SolverIdentity;
  readonly iterations: number;
  readonly seconds: number;
}

/** A verified optimum, not yet published. */
export interface Cleared extends Attempt {
  readonly status: 'optimal';
  readonly objective: number;
  /** Of the program that was solved; absent where the answer is proved in another way. */
  readonly residuals?: Residuals;
  /** What prices are made of; absent where there are none. */
  readonly duals?: {
    readonly program: Program;
    readonly outcome: OptimalOutcome;
    readonly prices: readonly PriceHandle[];
  };
  /** `intervals` are in the order of the prices. */
  publish(intervals: readonly PriceInterval[]): Publication;
}

/** No optimum, and why. */
export interface NotCleared extends Attempt {
  readonly status: Exclude<OutcomeStatus, 'optimal'>;
  /** For people. */
  readonly lines: readonly string[];
  /** The same as data, for `--json`. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface StatedMarket {
  /** Of the program, as far as it is the same for every solver. */
  readonly rows: number;
  readonly columns: number;
  readonly objectiveUnit: string;
  solve(backend: Backend, options: SolveOptions): Promise<Cleared | NotCleared>;
}

/** What a command may ask of a model besides its data. */
export interface MarketRequest {
  /** What to minimise, in the model's own words. */
  readonly objective?: string;
  /** Whether fronts are wanted. */
  readonly front?: boolean;
  /** Whether metrics are wanted that take further solves. */
  readonly metrics?: boolean;
  /** File of arrivals to run the answer on. */
  readonly trace?: string;
  /** Told now and then how far a long run is. */
  readonly progress?: (line: string) => void;
  /** Solvers that are to answer; more than one are to agree. */
  readonly solvers?: readonly string[];
}
