/** `marginal compare`: the same case on several solvers, judged, printed, and written for a continuous integration. */
import { type Backend, MarginalError, refuse } from '@marginal/program';
import type { Setting } from '@marginal/scenarios';
import { type Annotation, annotate } from './annotations.ts';
import {
  type Answer,
  type ComparedPrice,
  type Comparison,
  compared,
  isComparable,
  rangeOf,
  referenceOf,
} from './comparison.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { checkJunitFile, type TestCase, writeJunit } from './junit.ts';
import type { MarketRequest, StatedMarket } from './market-driver.ts';
import { formatNumber } from './number-format.ts';
import { openCase } from './open-case.ts';
import type { Output } from './output.ts';
import { type PriceRanges, priceRangesInTime } from './price-ranges.ts';
import { withLimit } from './solve-stated.ts';
import { namedTwice } from './solvers.ts';
import { renderTable } from './table.ts';

export interface CompareRequest extends MarketRequest {
  readonly scenario: string;
  readonly settings: readonly Setting[];
  readonly solvers: readonly string[];
  readonly timeLimit?: number;
  /** File for a report in JUnit's XML. */
  readonly junit?: string;
  /** Also say what is wrong as workflow commands of GitHub. */
  readonly annotations?: 'github';
}

/** Codes of errors that mean the time was over. */
const LIMIT_CODES: readonly string[] = ['core.range-limit', 'prices.limit'];

/** Differing prices that are worth reading; the rest is in `--json`. */
const SHOWN_PRICES = 24;

/**
 * Whether an error is about this solver and not about the case: it will not take the program, or it could not settle something that
 * the model asks for beside the optimum.
 */
function isOfSolver(error: unknown): error is MarginalError {
  if (!(error instanceof MarginalError)) return false;
  return error.family !== 'invalid-input' || error.code === 'program.numeric-range';
}

/** One solver's answer; what is wrong with the case itself is thrown. */
async function answerOf(
  market: StatedMarket,
  backend: Backend,
  timeLimit: number | undefined,
): Promise<Answer> {
  const start = performance.now();
  try {
    return { backend, result: await market.solve(backend, withLimit(timeLimit)) };
  } catch (error) {
    if (!isOfSolver(error)) throw error;
    const { name, version } = backend;
    const seconds = (performance.now() - start) / 1000;
    const status = LIMIT_CODES.includes(error.code) ? 'limit' : 'refused';
    const lines = [error.message.split('\n')[0]];
    return {
      backend,
      result: { status, solver: { name, version }, iterations: 0, seconds, lines, details: {} },
    };
  }
}

function solverRow({ backend, result }: Answer, { quality }: Comparison): string[] {
  const residuals = result.status === 'optimal' ? result.residuals : undefined;
  const { toleranceClass } = backend.capabilities;
  const good = quality[backend.name];
  return [
    `${backend.name} ${backend.version}`,
    good === undefined ? toleranceClass : `${toleranceClass}, no vertex: prices to ${good.digits} digits`,
    result.status,
    result.status === 'optimal' ? result.objective.toFixed(6) : '-',
    residuals === undefined ? '-' : Math.max(...Object.values(residuals)).toExponential(1),
  ];
}

function priceLine(price: ComparedPrice): string {
  const where = Object.values(price.labels).join(', ');
  const values = Object.entries(price.values).map(([solver, value]) => `${solver} ${formatNumber(value)}`);
  const { low, high } = rangeOf(price);
  const note =
    price.unique === null
      ? 'no interval to hold them against'
      : price.outside.length > 0
        ? `OUTSIDE the range: ${price.outside.join(', ')}`
        : price.unique
          ? 'unique, explained by tolerances'
          : 'not unique, all within the range';
  const range = price.unique === null ? '' : `; optimal range [${formatNumber(low)}, ${formatNumber(high)}]`;
  return `${where}: ${values.join(', ')} ${price.unit}${range}; ${note}`;
}

function differing({ prices }: Comparison): readonly ComparedPrice[] {
  return prices.filter((price) => !price.equal || price.outside.length > 0);
}

function priceLines(comparison: Comparison, ranges: PriceRanges | undefined): string[] {
  const { prices, spread } = comparison;
  if (prices.length === 0) return [];
  const differ = differing(comparison);
  const several = prices.filter(({ unique }) => unique === false).length;
  const { vertex, reason } = ranges ?? {};
  const shown = differ.slice(0, SHOWN_PRICES).map(priceLine);
  const more = differ.length - shown.length;
  const who = comparison.absent.length === 0 ? '' : 'of those that answered: ';
  return [
    `${who}objectives agree to ${spread?.toExponential(1)} relative; ${prices.length - differ.length} of ${prices.length} prices are equal to the digits of their class`,
    vertex === undefined
      ? `no interval is known: ${reason}`
      : several === 0
        ? 'every price is unique'
        : `${several} prices are not unique: see their range`,
    ...(vertex === undefined || reason === undefined
      ? []
      : [`intervals by ${vertex.backend.name} ${vertex.backend.version}: ${reason}`]),
    ...shown,
    ...(more === 0 ? [] : [`and ${more} more prices that differ, all of them in --json`]),
  ];
}

function say(
  output: Output,
  unit: string,
  answers: readonly Answer[],
  comparison: Comparison,
  ranges: PriceRanges | undefined,
): void {
  const rows = answers.map((answer) => solverRow(answer, comparison));
  output.say(renderTable(['solver', 'class', 'status', `objective ${unit}`, 'worst residual'], rows, [3, 4]));
  for (const { backend, result } of answers)
    if (result.status !== 'optimal')
      for (const line of result.lines) output.say(`  ${backend.name}: ${line.trimEnd()}`);
  for (const line of priceLines(comparison, ranges)) output.say(`  ${line}`);
  for (const { solver, line } of comparison.findings) output.say(`  WRONG ${solver}: ${line}`);
  output.say(`  verdict: ${comparison.verdict}`);
}

/** Why differing prices could not be held against anything, when it was for want of time. */
function unsettled(ranges: PriceRanges | undefined): string[] {
  return ranges?.late === true ? [`no interval is known: ${ranges.reason}`] : [];
}

/** One case per solver and one per group of prices. */
function testCases(
  scenario: string,
  answers: readonly Answer[],
  comparison: Comparison,
  ranges: PriceRanges | undefined,
): TestCase[] {
  const suite = `marginal.compare.${scenario}`;
  const linesOf = (list: Comparison['findings'], name: string): string[] =>
    list.flatMap(({ solver, line }) => (solver === name ? [line] : []));
  const solvers = answers.map(
    ({ backend, result }): TestCase => ({
      suite,
      name: `${backend.name} ${backend.version}`,
      seconds: result.seconds,
      failures: linesOf(comparison.findings, backend.name),
      errors: linesOf(comparison.absent, backend.name),
      said: result.status === 'optimal' ? [`optimal, objective ${result.objective}`] : result.lines,
    }),
  );
  const groups = [...new Set(comparison.prices.map(({ name }) => name))];
  const differ = differing(comparison);
  return [
    ...solvers,
    ...groups.map((group): TestCase => {
      const of = differ.filter(({ name }) => name === group);
      return {
        suite,
        name: `prices ${group}`,
        failures: of.filter(({ outside }) => outside.length > 0).map(priceLine),
        errors: of.length === 0 ? [] : unsettled(ranges),
        said: of.map(priceLine),
      };
    }),
  ];
}

function annotationsOf(
  scenario: string,
  comparison: Comparison,
  ranges: PriceRanges | undefined,
): Annotation[] {
  const title = `marginal compare ${scenario}`;
  const { findings, absent, verdict } = comparison;
  return [
    ...findings.map(
      ({ solver, line }) => ({ level: 'error', title, message: `${solver}: ${line}` }) as const,
    ),
    ...absent.map(
      ({ solver, line }) =>
        ({ level: 'warning', title, message: `no answer from ${solver}: ${line}` }) as const,
    ),
    ...unsettled(ranges).map((message) => ({ level: 'warning', title, message }) as const),
    ...(findings.length + absent.length > 0
      ? []
      : [{ level: 'notice', title, message: `verdict: ${verdict}` } as const]),
  ];
}

function exitCode(
  comparison: Comparison,
  answers: readonly Answer[],
  ranges: PriceRanges | undefined,
): ExitCode {
  const { verdict } = comparison;
  if (verdict === 'wrong') return EXIT.refuted;
  if (verdict === 'no answer')
    return answers.some(({ result }) => result.status === 'limit') ? EXIT.limit : EXIT.refuted;
  // Prices differ, and there was no time to find out whether they may.
  if (ranges?.late === true && differing(comparison).length > 0) return EXIT.limit;
  return answers[0].result.status === 'optimal' ? EXIT.good : EXIT.noMarket;
}

function solverData({ backend, result }: Answer, { quality }: Comparison): Record<string, unknown> {
  const good = quality[backend.name];
  return {
    name: backend.name,
    version: backend.version,
    toleranceClass: backend.capabilities.toleranceClass,
    status: result.status,
    ...(result.status === 'optimal'
      ? {
          objective: result.objective,
          ...(result.residuals === undefined ? {} : { residuals: result.residuals }),
        }
      : { reasons: result.lines.map((line) => line.trim()) }),
    ...(good === undefined ? {} : { prices: good }),
    iterations: result.iterations,
    seconds: result.seconds,
  };
}

/** Solves a case on every solver and says what agrees. Returns the exit code. */
export async function compareCommand(request: CompareRequest, output: Output): Promise<ExitCode> {
  if (request.junit !== undefined) await checkJunitFile(request.junit);
  refuse(namedTwice(request.solvers, '--solvers'));
  const { scenario, market, backends } = await openCase({ ...request, solverPlace: '--solvers' });
  const answers: Answer[] = [];
  for (const backend of backends) answers.push(await answerOf(market, backend, request.timeLimit));
  const reference = isComparable(answers) ? referenceOf(answers) : undefined;
  const ranges =
    reference === undefined
      ? undefined
      : await priceRangesInTime(reference.result, reference.backend, request.timeLimit);
  const comparison = compared(answers, ranges);
  const { verdict, findings, absent, spread, prices } = comparison;
  const vertex = ranges?.vertex?.backend;
  if (request.junit !== undefined)
    await writeJunit(
      request.junit,
      `marginal compare ${scenario.name}`,
      testCases(scenario.name, answers, comparison, ranges),
    );
  output.data({
    schema: 'marginal.compare/1',
    scenario: scenario.name,
    model: scenario.model,
    verdict,
    findings,
    noAnswer: absent,
    solvers: answers.map((answer) => solverData(answer, comparison)),
    objectiveSpread: spread,
    intervals: vertex === undefined ? null : { name: vertex.name, version: vertex.version },
    prices,
  });
  if (!output.json) say(output, market.objectiveUnit, answers, comparison, ranges);
  if (request.annotations === 'github') annotate(output, annotationsOf(scenario.name, comparison, ranges));
  return exitCode(comparison, answers, ranges);
}
