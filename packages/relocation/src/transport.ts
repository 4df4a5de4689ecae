/**
 * Owns the least cost of carrying what is at some places to where it is wanted, in plain loops:
 *
 *   min  sum price[a,b] f[a,b]    with    sum_b f[a,b] = there[a],    sum_a f[a,b] = wanted[b],    f >= 0
 *
 * by successive shortest paths (Ahuja, Magnanti, Orlin, Network Flows, section 9.7). Sums must agree; what is left of them by
 * rounding is not carried.
 */

/** Cheapest path to every place in the residual graph, from places with something left; places twice, as origin and goal. */
function shortest(
  left: Float64Array,
  carried: readonly Float64Array[],
  price: (from: number, to: number) => number,
  least: number,
): { readonly distance: Float64Array; readonly previous: Int32Array } {
  const n = left.length;
  const distance = new Float64Array(2 * n).fill(Number.POSITIVE_INFINITY);
  const previous = new Int32Array(2 * n).fill(-1);
  for (let a = 0; a < n; a++) if (left[a] > least) distance[a] = 0;
  const slack = 1e-12;
  for (let round = 0; round < 2 * n; round++) {
    let changed = false;
    for (let a = 0; a < n; a++)
      for (let b = 0; b < n; b++) {
        if (distance[a] + price(a, b) < distance[n + b] - slack) {
          distance[n + b] = distance[a] + price(a, b);
          previous[n + b] = a;
          changed = true;
        }
        if (carried[a][b] > least && distance[n + b] - price(a, b) < distance[a] - slack) {
          distance[a] = distance[n + b] - price(a, b);
          previous[a] = n + b;
          changed = true;
        }
      }
    if (!changed) break;
  }
  return { distance, previous };
}

/** `there` and `wanted`: length places, not negative, of one sum. Returns the least cost. */
export function cheapestTransport(
  there: Float64Array,
  wanted: Float64Array,
  price: (from: number, to: number) => number,
): number {
  const n = there.length;
  const least = there.reduce((sum, amount) => sum + amount, 0) * n * Number.EPSILON;
  const [left, open] = [there.slice(), wanted.slice()];
  const carried = Array.from({ length: n }, () => new Float64Array(n));
  for (;;) {
    const { distance, previous } = shortest(left, carried, price, least);
    let goal = -1;
    for (let b = 0; b < n; b++)
      if (open[b] > least && distance[n + b] < Infinity && (goal < 0 || distance[n + b] < distance[goal]))
        goal = n + b;
    if (goal < 0) break;
    let amount = open[goal - n];
    let at = goal;
    for (; previous[at] >= 0; at = previous[at])
      if (at < n) amount = Math.min(amount, carried[at][previous[at] - n]);
    amount = Math.min(amount, left[at]);
    left[at] -= amount;
    open[goal - n] -= amount;
    for (at = goal; previous[at] >= 0; at = previous[at])
      if (at < n) carried[at][previous[at] - n] -= amount;
      else carried[previous[at]][at - n] += amount;
  }
  let cost = 0;
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) cost += carried[a][b] * price(a, b);
  return cost;
}
