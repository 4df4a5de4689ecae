/**
 * Splits arc flows of one workload in one hour into paths: who serves whom. Any split gives the same costs, prices and
 * rents; this one is deterministic: origins in the order of the nodes, work is taken at the first node along the way
 * that has some left, links in the order of the data. What goes round in circles serves nobody and is left out; at an
 * optimum a circle costs nothing.
 *
 *   supply[n] = work[n] + out[n] - in[n]      is the demand served for origin n
 */

export interface ArcFlows {
  /** Names in order. */
  readonly nodes: readonly string[];
  readonly links: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  /** Mtok/h processed, by node. */
  readonly work: ReadonlyMap<string, number>;
  /** Mtok/h, by link; >= 0. */
  readonly flow: ReadonlyMap<string, number>;
}

export interface SplitPath {
  /** Nodes from origin to server. */
  readonly path: readonly string[];
  /** Links along the path, by name. */
  readonly links: readonly string[];
  /** Mtok/h. */
  readonly amount: number;
}

/** Amounts below this share of the largest are what subtraction leaves of nothing. */
const DUST = 1e-13;

interface Step {
  readonly link: string;
  readonly to: string;
}

/** Paths whose amounts add up to the flows, circles left out. */
export function splitFlows({ nodes, links, work, flow }: ArcFlows): SplitPath[] {
  const largest = Math.max(0, ...work.values(), ...flow.values());
  const dust = DUST * largest;
  const left = { work: new Map(work), flow: new Map(flow), supply: new Map(work) };
  const outgoing = new Map<string, Step[]>(nodes.map((node) => [node, []]));
  for (const { name, from, to } of links) {
    const amount = flow.get(name) ?? 0;
    outgoing.get(from)?.push({ link: name, to });
    left.supply.set(from, (left.supply.get(from) ?? 0) + amount);
    left.supply.set(to, (left.supply.get(to) ?? 0) - amount);
  }
  const take = (from: Map<string, number>, key: string, amount: number): void => {
    const rest = (from.get(key) ?? 0) - amount;
    from.set(key, rest > dust ? rest : 0);
  };
  const amountOn = (step: Step): number => left.flow.get(step.link) ?? 0;

  /** Follows the flow from `origin` to work that is left; takes circles out on the way. */
  const follow = (origin: string): readonly Step[] | undefined => {
    const steps: Step[] = [];
    let here = origin;
    while (!((left.work.get(here) ?? 0) > dust)) {
      const next = outgoing.get(here)?.find((step) => amountOn(step) > dust);
      if (next === undefined) {
        // Rounding left a flow that leads nowhere.
        const last = steps.pop();
        if (last === undefined) return undefined;
        left.flow.set(last.link, 0);
        here = steps.at(-1)?.to ?? origin;
        continue;
      }
      const since = next.to === origin ? 0 : steps.findIndex((step) => step.to === next.to) + 1;
      if (next.to === origin || since > 0) {
        const circle = [...steps.slice(since), next];
        const amount = Math.min(...circle.map(amountOn));
        for (const { link } of circle) take(left.flow, link, amount);
        steps.length = since;
      } else steps.push(next);
      here = steps.at(-1)?.to ?? origin;
    }
    return steps;
  };

  const paths: SplitPath[] = [];
  for (const origin of nodes) {
    while ((left.supply.get(origin) ?? 0) > dust) {
      const steps = follow(origin);
      if (steps === undefined) break;
      const server = steps.at(-1)?.to ?? origin;
      const amount = Math.min(
        left.supply.get(origin) ?? 0,
        left.work.get(server) ?? 0,
        ...steps.map(amountOn),
      );
      take(left.supply, origin, amount);
      take(left.work, server, amount);
      for (const { link } of steps) take(left.flow, link, amount);
      paths.push({
        path: [origin, ...steps.map((step) => step.to)],
        links: steps.map((step) => step.link),
        amount,
      });
    }
  }
  return paths;
}
