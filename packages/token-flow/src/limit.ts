/** A limit of the market as it stands at an optimum: how much of it is used, and what more of it would be worth. */
import type { Label } from '@marginal/core';

/** A limit counts as saturated when no more than this share of the cap is left: ten times the solvers' own tolerance. */
export const SATURATION = 1e-6;

export interface Limit {
  /** `compute` and `link` are the market's own; extensions name theirs. */
  readonly name: string;
  readonly labels: Readonly<Record<string, Label>>;
  readonly use: number;
  readonly cap: number;
  /** Unit of use and cap: GPU; Mtok/h or GB/h on links. */
  readonly unit: string;
  readonly saturated: boolean;
  /** What one more unit of the cap would save, $/unit; zero unless saturated. */
  readonly rent: number;
  readonly rentUnit: string;
  /** rent * cap, $/h. */
  readonly rentTotal: number;
}

/** The limit with what follows from its numbers. */
export function limitOf(numbers: Omit<Limit, 'saturated' | 'rentTotal'>): Limit {
  const { use, cap, rent } = numbers;
  return { ...numbers, saturated: cap - use <= SATURATION * cap, rentTotal: rent * cap };
}

/** Numbers by label, as results hand them out. */
interface Numbers extends Iterable<readonly [labels: readonly Label[], value: number]> {
  readonly dimensions: readonly string[];
  readonly unit: string;
  readonly values: Float64Array;
}

/** One limit per member of a block: its use, its rent, and the cap of the member at each position. */
export function limitsOver(block: {
  readonly name: string;
  readonly unit: string;
  readonly use: Numbers;
  readonly rent: Numbers;
  readonly cap: (position: number) => number;
  /** Labels besides those of the block. */
  readonly labels?: Readonly<Record<string, Label>>;
}): Limit[] {
  const { name, unit, use, rent, cap, labels } = block;
  return [...use].map(([own, amount], position) =>
    limitOf({
      name,
      labels: { ...labels, ...Object.fromEntries(use.dimensions.map((dim, d) => [dim, own[d]])) },
      use: amount,
      cap: cap(position),
      unit,
      rent: rent.values[position],
      rentUnit: rent.unit,
    }),
  );
}
