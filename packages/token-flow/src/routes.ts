/**
 * Routes: the simple paths over which a workload may travel from where it arises to where it is served, within its
 * latency limit. Latency is exact per path: the sum of the round trips of its links and the serving time; serving at
 * the origin takes the serving time alone. Because the limit is on paths and not on destinations, no optimum can use a
 * detour that breaks it (papers.md 1.3, option i).
 */
import { UnsupportedError } from '@marginal/program';
import type { TokenFlowData } from './data.ts';
import { isInTime } from './latency.ts';

/** One simple path for one workload. */
export interface Route {
  /** `chat: virginia > iowa > texas`; unique, whatever the names are. */
  readonly label: string;
  readonly workload: string;
  /** Nodes from origin to server; one node when served at home. */
  readonly path: readonly string[];
  /** Links along the path, by name. */
  readonly links: readonly string[];
  /** Sum of round trips and serving time, ms. */
  readonly latencyMs: number;
}

/** Beyond this many routes the path form is the wrong form: simple paths grow exponentially with the network. */
export const ROUTE_LIMIT = 200_000;

interface Outgoing {
  readonly link: string;
  readonly to: string;
  readonly roundTripMs: number;
}

/** A name as it is when nothing in it could be taken for the label's own signs, in quotes otherwise. */
function plain(name: string): string {
  return /^[\w .-]+$/.test(name) && name === name.trim() ? name : JSON.stringify(name);
}

function outgoingLinks(data: TokenFlowData): Map<string, Outgoing[]> {
  const outgoing = new Map<string, Outgoing[]>(Object.keys(data.nodes).map((node) => [node, []]));
  for (const [link, { from, to, roundTripMs }] of Object.entries(data.links))
    outgoing.get(from)?.push({ link, to, roundTripMs });
  return outgoing;
}

/** All routes of these workloads from all nodes, origin by origin, shortest in hops first within an origin. */
export function findRoutes(
  data: TokenFlowData,
  workloads: readonly string[] = Object.keys(data.workloads),
): Route[] {
  const outgoing = outgoingLinks(data);
  const routes: Route[] = [];
  for (const workload of workloads) {
    const serveMs = data.workloads[workload].serveMs ?? 0;
    for (const origin of Object.keys(data.nodes)) {
      let frontier = [{ path: [origin], links: [] as string[], roundTripMs: 0 }].filter(() =>
        isInTime(data, workload, origin, 0),
      );
      while (frontier.length > 0) {
        for (const { path, links, roundTripMs } of frontier)
          routes.push({
            path,
            links,
            latencyMs: roundTripMs + serveMs,
            workload,
            label: `${plain(workload)}: ${path.map(plain).join(' > ')}`,
          });
        if (routes.length > ROUTE_LIMIT) {
          throw new UnsupportedError({
            code: 'token-flow.too-many-routes',
            place: `workload '${workload}' from '${origin}'`,
            cause: `more than ${ROUTE_LIMIT} simple paths stay within the latency limit`,
            remedy: 'give the workload a tighter latency limit or none at all, or the network fewer links',
          });
        }
        frontier = frontier.flatMap((route) =>
          (outgoing.get(route.path[route.path.length - 1]) ?? [])
            .map((next) => ({ ...next, roundTripMs: route.roundTripMs + next.roundTripMs }))
            .filter((next) => !route.path.includes(next.to))
            .filter((next) => isInTime(data, workload, origin, next.roundTripMs))
            .map((next) => ({
              path: [...route.path, next.to],
              links: [...route.links, next.link],
              roundTripMs: next.roundTripMs,
            })),
        );
      }
    }
  }
  return routes;
}
