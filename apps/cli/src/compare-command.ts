/**
 * `marginal compare`: the same case on several solvers. The rule is not "equal duals": at a degenerate optimum honest
 * solvers differ. Each answer must be verified, objectives must agree, and each price must be equal or lie in the
 * interval of optimal duals, which is then reported as not unique.
 */
import type { Setting } from '@marginal/scenarios';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Cleared, MarketRequest, NotCleared, PriceInterval } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import { openCase } from './open-case.ts';
import type { Output } from './output.ts';
import { priceIntervals, withLimit } from './solve-stated.ts';
import { renderTable } from './table.ts';

/** Objectives of verified optima agree to this, relative to 1 + |objective|. */
const OBJECTIVE_AGREEMENT = 1e-9;
/** Prices agree to this, relative to 1 + |price|. */
const PRICE_AGREEMENT = 1e-7;

export interface CompareRequest extends MarketRequest {
  readonly scenario: string;
  readonly settings: readonly Setting[];
  readonly solvers: readonly string[];
  readonly timeLimit?: number;
}

export type Verdict = 'same' | 'same value, other vertex' | 'wrong' | 'no answer';

interface ComparedPrice {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit: string;
  /** By solver. */
  readonly values: Readonly<Record<string, number>>;
  readonly equal: boolean;
  readonly low: number | null;
  readonly high: number | null;
  readonly unique: boolean;
  /** Solvers whose price lies outside the interval of optimal duals. */
  readonly outside: readonly string[];
}

function within(value: number, { low, high }: PriceInterval): boolean {
  const slack = PRICE_AGREEMENT * (1 + Math.abs(value));
  return value >= low - slack && value <= high + slack;
}

function comparePrices(results: readonly Cleared[], intervals: readonly PriceInterval[]): ComparedPrice[] {
  const duals = results.flatMap(({ solver, duals: found }) =>
    found?.outcome.solution.kind === 'lp'
      ? [{ solver: solver.name, prices: found.prices, rowDual: found.outcome.solution.rowDual }]
      : [],
  );
  if (duals.length < results.length) return [];
  return duals[0].prices.map((price, k) => {
    const sign = price.sign ?? 1;
    const values = duals.map(({ solver, rowDual }) => [solver, sign * rowDual[price.row] + 0] as const);
    const [, first] = values[0];
    const { low, high, unique } = intervals[k];
    return {
      name: price.name,
      labels: price.labels,
      unit: price.unit,
      values: Object.fromEntries(values),
      equal: values.every(([, value]) => Math.abs(value - first) <= PRICE_AGREEMENT * (1 + Math.abs(first))),
      low: Number.isFinite(low) ? low : null,
      high: Number.isFinite(high) ? high : null,
      unique,
      outside: values.filter(([, value]) => !within(value, intervals[k])).map(([solver]) => solver),
    };
  });
}

/** Verified infeasible on every solver is agreement; anything unverified is no answer. */
type Attempt = Cleared | NotCleared;

function judge(results: readonly Attempt[], prices: readonly ComparedPrice[], spread: number): Verdict {
  if (results.some((result) => result.status === 'imprecise')) return 'wrong';
  const answered = results.every((result) => ['optimal', 'infeasible', 'unbounded'].includes(result.status));
  if (!answered) return 'no answer';
  if (new Set(results.map((result) => result.status)).size > 1) return 'wrong';
  if (results[0].status !== 'optimal') return 'same';
  if (!(spread <= OBJECTIVE_AGREEMENT) || prices.some((price) => price.outside.length > 0)) return 'wrong';
  return prices.every((price) => price.equal) ? 'same' : 'same value, other vertex';
}

function say(
  output: Output,
  results: readonly Attempt[],
  prices: readonly ComparedPrice[],
  verdict: Verdict,
  spread: number,
): void {
  const rows = results.map((result) => [
    `${result.solver.name} ${result.solver.version}`,
    result.status,
    result.status === 'optimal' ? result.objective.toFixed(6) : '-',
    result.status === 'optimal' && result.residuals !== undefined
      ? Math.max(...Object.values(result.residuals)).toExponential(1)
      : '-',
  ]);
  output.say(renderTable(['solver', 'status', 'objective $/h', 'worst residual'], rows, [2, 3]));
  for (const result of results)
    if (result.status !== 'optimal') for (const line of result.lines) output.say(`  ${line}`);
  const differing = prices.filter((price) => !price.equal || price.outside.length > 0);
  if (prices.length > 0) {
    output.say(
      `  objectives agree to ${spread.toExponential(1)} relative; ${prices.length - differing.length} of ${prices.length} prices are equal to ${PRICE_AGREEMENT}`,
    );
    const several = prices.filter((price) => !price.unique).length;
    output.say(
      several === 0 ? '  every price is unique' : `  ${several} prices are not unique: see their range`,
    );
  }
  for (const price of differing) {
    const where = Object.values(price.labels).join(', ');
    const values = Object.entries(price.values).map(([solver, value]) => `${solver} ${formatNumber(value)}`);
    const range = `[${formatNumber(price.low ?? -Infinity)}, ${formatNumber(price.high ?? Infinity)}]`;
    const note =
      price.outside.length === 0
        ? 'not unique, all within the range'
        : `OUTSIDE the range: ${price.outside.join(', ')}`;
    output.say(`  ${where}: ${values.join(', ')} ${price.unit}; optimal range ${range}; ${note}`);
  }
  output.say(`  verdict: ${verdict}`);
}

function exitCode(verdict: Verdict, results: readonly Attempt[]): ExitCode {
  if (verdict === 'wrong') return EXIT.refuted;
  if (verdict === 'no answer')
    return results.some((result) => result.status === 'limit') ? EXIT.limit : EXIT.refuted;
  return results[0].status === 'optimal' ? EXIT.good : EXIT.noMarket;
}

/** Solves a case on every solver and says what agrees. Returns the exit code. */
export async function compareCommand(request: CompareRequest, output: Output): Promise<ExitCode> {
  const { scenario, market, backends } = await openCase({ ...request, solverPlace: '--solvers' });
  const results: Attempt[] = [];
  for (const backend of backends) results.push(await market.solve(backend, withLimit(request.timeLimit)));
  const optimal = results.filter((result) => result.status === 'optimal');
  const allOptimal = optimal.length === results.length;
  const objectives = optimal.map((result) => result.objective);
  const spread = (Math.max(...objectives) - Math.min(...objectives)) / (1 + Math.abs(objectives[0] ?? 0));
  const intervals = allOptimal ? await priceIntervals(optimal[0], backends[0], request.timeLimit) : [];
  const prices = allOptimal ? comparePrices(optimal, intervals) : [];
  const verdict = judge(results, prices, spread);
  output.data({
    schema: 'marginal.compare/1',
    scenario: scenario.name,
    model: scenario.model,
    verdict,
    solvers: results.map((result) => ({
      ...result.solver,
      status: result.status,
      ...(result.status === 'optimal'
        ? {
            objective: result.objective,
            ...(result.residuals === undefined ? {} : { residuals: result.residuals }),
          }
        : { reasons: result.lines }),
      iterations: result.iterations,
      seconds: result.seconds,
    })),
    objectiveSpread: allOptimal ? spread : null,
    prices,
  });
  if (!output.json) say(output, results, prices, verdict, spread);
  return exitCode(verdict, results);
}
