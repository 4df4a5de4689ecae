/**
 * Owns the calibration: a seeded search for parameters whose market shows the published facts. Random starts, each
 * improved by simulated annealing on a sum of misses, until one is good and its prices are unique. The program of one
 * seed gives the same parameters every time: solver and random numbers are deterministic.
 */
import { dualIntervals } from '@marginal/prices';
import type { Backend } from '@marginal/program';
import type { TokenFlowData } from '@marginal/token-flow';
import { marketDataOf } from '../market-data.ts';
import { type Random, randomFrom } from '../random.ts';
import { type Cleared, type Facts, factsOf, loadOf } from './facts.ts';
import { countAtEnds, drawParameters, mutate, type Parameters } from './parameters.ts';
import { us5Paper } from './scenario.ts';

/** The published facts. */
export const PUBLISHED = { saturated: 4, costRise: 2.7, chatRise: 117 } as const;

/** How near is near enough to stop, in % points: well inside what the pack promises, 0.1 and 2. */
const GOOD = { costRise: 0.03, chatRise: 1 } as const;

/** Misses that cost one point each: a trade between the facts while searching, nothing more. */
const POINT = { saturated: 0.6, costRise: 0.5, chatRise: 20 } as const;

/** A limit that is not reached must keep this share free, and one that is must earn this, so that no digit decides it. */
const FREE_SHARE = 0.03;
const LEAST_LINK_RENT = 0.005;
const LEAST_GPU_RENT = 0.02;

/** One price rises by so much; the second must stay well below, %. */
const SECOND_RISE = 60;

/** Load of aggregate capacity that is believable, as shares. */
const LOAD = [0.62, 0.9] as const;

/** Points for a number at an end of its range. */
const AT_END = 0.3;

const STARTS_DRAWN = 60;
const MOVES = 1500;
const COOLING = 0.996;
/** Moves multiply by about e^(+-spread): to look around, to come near, and to settle. */
const SPREADS = [0.35, 0.12, 0.02] as const;

interface Candidate {
  readonly parameters: Parameters;
  readonly facts: Facts;
  readonly misses: number;
}

export interface Calibration extends Candidate {
  /** Markets cleared on the way. */
  readonly evaluations: number;
}

/** The data of the pack with these parameters. */
export function dataWith(parameters: Parameters): TokenFlowData {
  return marketDataOf(us5Paper(parameters));
}

/** Misses of limits that a rounding could tip: nearly reached, or reached for next to nothing. */
function tipping({ nodes, links }: Cleared): number {
  const of = (limits: Cleared['links'], leastRent: number): number =>
    limits.reduce((sum, { use, cap, rent, saturated }) => {
      const miss = saturated ? 1 - rent / leastRent : 1 - (1 - use / cap) / FREE_SHARE;
      return sum + Math.max(0, miss);
    }, 0);
  return of(links, LEAST_LINK_RENT) + of(nodes, LEAST_GPU_RENT);
}

function missesOf({ base, tight, saturated, saturatedInBaseline, costRise, chatRises }: Facts): number {
  const [first, second] = Object.values(chatRises).sort((a, b) => b - a);
  return (
    Math.abs(saturated - PUBLISHED.saturated) / POINT.saturated +
    Math.abs(costRise - PUBLISHED.costRise) / POINT.costRise +
    Math.abs(first - PUBLISHED.chatRise) / POINT.chatRise +
    Math.max(0, second - SECOND_RISE) / POINT.chatRise +
    // The extension is there to find congestion that counting tokens hides.
    Math.max(0, saturatedInBaseline - PUBLISHED.saturated + 1) / 2 +
    tipping(base) +
    tipping(tight)
  );
}

async function evaluate(parameters: Parameters, backend: Backend): Promise<Candidate | undefined> {
  const data = dataWith(parameters);
  const load = loadOf(data);
  if (load < LOAD[0] || load > LOAD[1]) return undefined;
  const facts = await factsOf(data, backend);
  return facts && { parameters, facts, misses: missesOf(facts) + AT_END * countAtEnds(parameters) };
}

/** Whether every price of the clearing has one value, not a range. */
export async function pricesAreUnique({ market, result }: Cleared, backend: Backend): Promise<boolean> {
  const { program } = market.compiled;
  const count = Object.keys(market.data.nodes).length * Object.keys(market.data.workloads).length;
  const rows = Array.from({ length: count }, (_, k) => market.meet.start + k);
  const intervals = await dualIntervals(program, result.outcome, rows, backend, {});
  return intervals.every(({ unique }) => unique);
}

async function isGood({ parameters, facts, misses }: Candidate, backend: Backend): Promise<boolean> {
  const { base, tight, saturated, costRise, chatRises } = facts;
  const rise = Math.max(...Object.values(chatRises));
  const near =
    countAtEnds(parameters) === 0 &&
    saturated === PUBLISHED.saturated &&
    Math.abs(costRise - PUBLISHED.costRise) <= GOOD.costRise &&
    Math.abs(rise - PUBLISHED.chatRise) <= GOOD.chatRise &&
    misses - Math.abs(costRise - PUBLISHED.costRise) / POINT.costRise <
      Math.abs(rise - PUBLISHED.chatRise) / POINT.chatRise + 1e-9;
  return near && (await pricesAreUnique(base, backend)) && (await pricesAreUnique(tight, backend));
}

/** The best of some random draws. */
async function start(random: Random, backend: Backend): Promise<Candidate | undefined> {
  let best: Candidate | undefined;
  for (let draw = 0; draw < STARTS_DRAWN; draw++) {
    const next = await evaluate(drawParameters(random), backend);
    if (next !== undefined && (best === undefined || next.misses < best.misses)) best = next;
  }
  return best;
}

/** Searches from a seed until it has found good parameters. `say` hears of every start. */
export async function calibrate(
  seed: number,
  backend: Backend,
  say: (line: string) => void,
): Promise<Calibration> {
  const random = randomFrom(seed);
  let evaluations = 0;
  for (;;) {
    let here = await start(random, backend);
    evaluations += STARTS_DRAWN;
    if (here === undefined) continue;
    let temperature = 0.5;
    for (let move = 0; move < MOVES; move++, temperature *= COOLING) {
      const next = await evaluate(
        mutate(here.parameters, SPREADS[random.below(SPREADS.length)], random),
        backend,
      );
      evaluations++;
      if (next === undefined) continue;
      const worse = next.misses - here.misses;
      if (worse <= 0 || random.uniform() < Math.exp(-worse / temperature)) {
        here = next;
        if (await isGood(here, backend)) return { ...here, evaluations };
      }
    }
    const { saturated, costRise, chatRises } = here.facts;
    say(
      `${evaluations} evaluations: ${saturated} links, ${costRise.toFixed(2)} %, rises ${Object.values(
        chatRises,
      )
        .map((rise) => rise.toFixed(0))
        .join(' ')} %, misses ${here.misses.toFixed(2)}`,
    );
  }
}
