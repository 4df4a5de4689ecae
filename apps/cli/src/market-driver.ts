/**
 * What the command needs from a model package: its data checked, its market stated, an optimum read. One driver per
 * model; commands know drivers and not models.
 */
import type { CompiledModel, OptimalResult, Provenance } from '@marginal/core';
import type { CheckedData } from '@marginal/scenarios';
import type { CsvTable } from './result-folder.ts';

/** The dual that a price is made of, and whose it is. */
export interface PriceHandle {
  /** Name of the balance, as users see it. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Row of the program; the price is its dual. */
  readonly row: number;
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

export interface StatedMarket {
  readonly compiled: CompiledModel;
  readonly prices: readonly PriceHandle[];
  /** Reads a verified optimum; `intervals` are in the order of `prices`. */
  publish(
    result: OptimalResult,
    intervals: readonly { low: number; high: number; unique: boolean }[],
  ): Publication;
}

/** States a market from checked data; no solver is involved. */
export type MarketDriver = (data: CheckedData['data']) => StatedMarket;
