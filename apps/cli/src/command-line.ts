/** The command line: words and options to requests, errors to exit codes. Commander parses; nothing here solves. */
import { describeFault, MarginalError } from '@marginal/program';
import type { Setting } from '@marginal/scenarios';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { checkCommand } from './check-command.ts';
import { compareCommand } from './compare-command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { FUZZ_CASES, fuzzCommand, NIGHTLY_FUZZ_CASES } from './fuzz-command.ts';
import { importCommand } from './import-command.ts';
import { listCommand } from './list-command.ts';
import { type Output, outputTo, type Streams } from './output.ts';
import { runCommand } from './run-command.ts';
import { DEFAULT_SOLVER } from './solvers.ts';
import { startCommand } from './start-command.ts';

interface CommonOptions {
  readonly json?: true;
  readonly set: readonly Setting[];
  readonly solver: string;
  readonly solvers: readonly string[];
  readonly out?: string;
  readonly timeLimit?: number;
  readonly objective?: string;
  readonly front?: boolean;
  readonly metrics?: boolean;
  readonly trace?: string;
  readonly junit?: string;
  readonly annotations?: 'github';
}

interface FuzzOptions {
  readonly solvers: readonly string[];
  readonly seed: number;
  readonly n?: number;
  readonly nightly?: true;
  readonly kinds?: readonly string[];
  readonly path?: string;
  readonly out: string;
  readonly json?: true;
  readonly junit?: string;
  readonly annotations?: 'github';
}

const OBJECTIVE = '--objective <objective>';
const OBJECTIVE_HELP =
  'what to minimise (green-llm): total, energy, carbon, delay, hybrid, weights:1,1,1 or lex:energy,carbon,delay:0.1%; (relocation): cost, carbon, weighted:0.1 or lex:cost,carbon:1%';

function parseSetting(text: string, earlier: readonly Setting[]): Setting[] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new InvalidArgumentError(`write it as path=value, as in --set workloads.chat.latencyMs=15`);
  return [...earlier, { path: text.slice(0, at), value: text.slice(at + 1) }];
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
    throw new InvalidArgumentError('give seconds, zero or more');
  return seconds;
}

function parseSolvers(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === ''))
    throw new InvalidArgumentError('write names with commas between, as in highs,glpk');
  if (new Set(names).size !== names.length) throw new InvalidArgumentError('name each solver once');
  if (names.length < 2)
    throw new InvalidArgumentError('name at least two: one solver has nothing to agree with');
  return names;
}

function parseWords(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

function parseCount(text: string): number {
  const count = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(count) || count < 0)
    throw new InvalidArgumentError('give a whole number, zero or more');
  return count;
}

/** Prints every fault; with `--json` also as the one object. */
function reportFaults(error: MarginalError, output: Output): ExitCode {
  output.data({ schema: 'marginal.error/1', family: error.family, faults: error.faults });
  for (const fault of error.faults) output.warn(`${describeFault(fault)} [${fault.code}]`);
  if (error.code === 'prices.limit') return EXIT.limit;
  return error.family === 'not-allowed' ? EXIT.refuted : EXIT.badData;
}

/** Parses the arguments, runs the command and returns its exit code. Never throws for what the user did. */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<ExitCode> {
  let exit: ExitCode = EXIT.good;
  const run =
    <Options extends Pick<CommonOptions, 'json'> = CommonOptions>(
      work: (options: Options, output: Output) => Promise<ExitCode>,
    ) =>
    async (options: Options): Promise<void> => {
      const output = outputTo(streams, options.json === true);
      try {
        exit = await work(options, output);
      } catch (error) {
        if (!(error instanceof MarginalError)) throw error;
        exit = reportFaults(error, output);
      }
    };
  const root = new Command('marginal')
    .description('Clears markets for AI inference and prints prices you can check.')
    .exitOverride()
    .configureOutput({ writeOut: streams.out, writeErr: streams.err })
    .addHelpText(
      'after',
      '\nExit codes: 0 good, 1 usage, 2 bad data, 3 infeasible or unbounded, 4 check or comparison failed, 5 stopped at a limit.',
    );
  const command = (name: string, description: string): Command =>
    root
      .command(name)
      .description(description)
      .exitOverride()
      .option('--json', 'print exactly one JSON object on standard output');
  const reporting = (of: Command): Command =>
    of
      .option('--junit <file>', 'also write a report in JUnit XML')
      .addOption(
        new Option('--annotations <platform>', 'also print what is wrong as annotations').choices(['github']),
      );
  const ofCase = (name: string, description: string): Command =>
    command(name, description)
      .argument('<scenario>', 'name of a scenario, or path of a scenario file or of a folder of CSVs')
      .option(
        '--set <path=value>',
        'change a number of the data, as in workloads.chat.latencyMs=15; may be repeated',
        parseSetting,
        [],
      );

  command('list', 'scenarios, models, solvers and what each can do here').action(
    run((_options, output) => listCommand(output)),
  );
  ofCase('check', 'validate a scenario: every problem in one go').action(
    (scenario: string, options: CommonOptions) =>
      run((o, output) => checkCommand({ scenario, settings: o.set }, output))(options),
  );
  command('import', 'read and check a folder of CSVs, a JSON market, a latency table or an LLM trace')
    .argument('<path>', 'folder or file; what it holds is found out')
    .option('--set <path=value>', 'change a number of the market before it is checked', parseSetting, [])
    .option('--out <file>', 'write the market as a scenario file, or the latency table as a CSV')
    .action((path: string, options: CommonOptions) =>
      run(({ set, out }, output) =>
        importCommand({ path, settings: set, ...(out === undefined ? {} : { out }) }, output),
      )(options),
    );
  ofCase('run', 'clear a market and print its prices')
    .option('--solver <name>', 'solver to use', DEFAULT_SOLVER)
    .option('--out <dir>', 'write the result folder: manifest.json, prices.csv, flows.csv, limits.csv')
    .option('--time-limit <seconds>', 'stop after this time', parseSeconds)
    .option(OBJECTIVE, OBJECTIVE_HELP)
    .option('--front', 'also compute exact fronts (green-llm) or all latency frontiers (relocation)')
    .option('--metrics', 'also compute metrics that take further solves (relocation)')
    .option('--trace <file>', 'also run the answer on real arrivals: an Azure LLM trace (thinking-tokens)')
    .action((scenario: string, options: CommonOptions) =>
      run(({ set, solver, out, timeLimit, objective, front, metrics, trace }, output) =>
        runCommand(
          {
            scenario,
            settings: set,
            solver,
            ...(objective === undefined ? {} : { objective }),
            ...(front === undefined ? {} : { front }),
            ...(metrics === undefined ? {} : { metrics }),
            ...(trace === undefined ? {} : { trace }),
            ...(out === undefined ? {} : { out }),
            ...(timeLimit === undefined ? {} : { timeLimit }),
          },
          output,
        ),
      )(options),
    );
  reporting(ofCase('compare', 'solve with several solvers and say what agrees'))
    .option('--solvers <names>', 'solvers to compare', parseSolvers, ['highs', 'glpk'])
    .option('--time-limit <seconds>', 'stop each solve after this time', parseSeconds)
    .option(OBJECTIVE, OBJECTIVE_HELP)
    .action((scenario: string, options: CommonOptions) =>
      run(({ set, solvers, timeLimit, objective, junit, annotations }, output) =>
        compareCommand(
          {
            scenario,
            settings: set,
            solvers,
            ...(objective === undefined ? {} : { objective }),
            ...(timeLimit === undefined ? {} : { timeLimit }),
            ...(junit === undefined ? {} : { junit }),
            ...(annotations === undefined ? {} : { annotations }),
          },
          output,
        ),
      )(options),
    );
  reporting(command('fuzz', 'draw programs, solve them with several solvers, and look for wrong answers'))
    .option('--solvers <names>', 'solvers to set against each other', parseWords, ['highs', 'glpk'])
    .option('--seed <number>', 'where to begin drawing', parseCount, 1)
    .option(
      '--n <count>',
      `programs to draw (default ${FUZZ_CASES}, with --nightly ${NIGHTLY_FUZZ_CASES})`,
      parseCount,
    )
    .option('--nightly', 'as many programs as a night has time for')
    .option('--kinds <names>', 'kinds of programs: feasible, degenerate, scaled, wide, ...', parseWords)
    .option('--path <path>', 'the one case of an earlier disagreement')
    .option('--out <dir>', 'folder for the model files of disagreements', 'fuzz')
    .action(
      run<FuzzOptions>(({ solvers, seed, nightly, n, kinds, path, out, junit, annotations }, output) => {
        const of = {
          ...(n === undefined ? {} : { n }),
          ...(nightly === undefined ? {} : { nightly }),
          ...(kinds === undefined ? {} : { kinds }),
          ...(path === undefined ? {} : { path }),
          ...(junit === undefined ? {} : { junit }),
          ...(annotations === undefined ? {} : { annotations }),
        };
        return fuzzCommand({ solvers, seed, out, ...of }, output);
      }),
    );
  command('start', 'the tour: clear us5 with HiGHS, then cross-check the prices with GLPK').action(
    run((_options, output) => startCommand(output)),
  );

  try {
    await root.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.good;
    const cause = error.message.replace(/^error: /, '');
    const fault = { code: 'cli.usage', place: 'command line', cause, remedy: 'see marginal --help' };
    outputTo(streams, args.includes('--json')).data({
      schema: 'marginal.error/1',
      family: 'usage',
      faults: [fault],
    });
    return EXIT.usage;
  }
  return exit;
}
