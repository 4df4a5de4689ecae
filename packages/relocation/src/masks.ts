/**
 * Owns feasibility masks: named reasons why a route may not be used, each on its own, composed by listing them. A route is
 * open when no mask forbids it; a forbidden one names every mask that does, in the order of the list. Which masks there
 * are is arXiv 2604.27855 ("legal/system feasibility masks"); how each is decided is our reading.
 */
import type { RelocationData } from './data.ts';
import type { Route } from './routes.ts';

export interface Mask {
  /** `latency`, `law:NAME`, `state`, `model`, `accelerator`, or your own. */
  readonly name: string;
  /** Why the route may not be used, in words; undefined when this mask does not mind. */
  readonly forbids: (route: Route) => string | undefined;
}

export interface Reason {
  readonly mask: string;
  readonly because: string;
}

/** The latency budget of the class. */
export function latencyMask({ classes }: RelocationData): Mask {
  return {
    name: 'latency',
    forbids: ({ class: kind, latencyMs }) =>
      latencyMs <= classes[kind].latencyMs
        ? undefined
        : `takes ${latencyMs.toFixed(1)} ms, and class '${kind}' has ${classes[kind].latencyMs} ms`,
  };
}

/** One mask per law, so that each can be lifted by itself. */
export function lawMasks(data: RelocationData): Mask[] {
  const { nodes, clients, services, computes } = data;
  return Object.entries(data.laws).map(([name, { jurisdiction, classes, within }]) => ({
    name: `law:${name}`,
    forbids: ({ client, class: kind, service, compute }) => {
      if (nodes[clients[client].node].jurisdiction !== jurisdiction || !classes.includes(kind))
        return undefined;
      const outside = [services[service].node, computes[compute].node].find(
        (node) => !within.includes(nodes[node].jurisdiction),
      );
      return outside === undefined
        ? undefined
        : `requests of class '${kind}' from ${jurisdiction} may not be handled in ${nodes[outside].jurisdiction}`;
    },
  }));
}

/** State locality: the class' state is kept at the service node, and execution may only be so far from it. */
export function stateMask({ nodes, classes, services, computes }: RelocationData): Mask {
  return {
    name: 'state',
    forbids: ({ class: kind, service, compute }) => {
      const [at, to] = [services[service].node, computes[compute].node];
      const { state } = classes[kind];
      if (state === 'site' && at !== to)
        return `the state of class '${kind}' is at '${at}' and stays at its site`;
      if (state === 'region' && nodes[at].region !== nodes[to].region)
        return `the state of class '${kind}' is in ${nodes[at].region} and stays in its region`;
      return undefined;
    },
  };
}

/** Model residency: the weights must be there. */
export function modelMask({ classes, computes }: RelocationData): Mask {
  return {
    name: 'model',
    forbids: ({ class: kind, compute }) =>
      computes[compute].models.includes(classes[kind].model)
        ? undefined
        : `'${compute}' does not hold the model '${classes[kind].model}'`,
  };
}

export function acceleratorMask({ classes, computes }: RelocationData): Mask {
  return {
    name: 'accelerator',
    forbids: ({ class: kind, compute }) =>
      classes[kind].accelerators.some((type) => computes[compute].accelerators.includes(type))
        ? undefined
        : `'${compute}' has no ${classes[kind].accelerators.join(' or ')}`,
  };
}

/** All masks of the data: latency, laws, state, model, accelerator. */
export function masksOf(data: RelocationData): Mask[] {
  return [latencyMask(data), ...lawMasks(data), stateMask(data), modelMask(data), acceleratorMask(data)];
}

/** Every mask that forbids the route, with its reason; none when the route is open. */
export function reasonsAgainst(route: Route, masks: readonly Mask[]): Reason[] {
  return masks.flatMap(({ name, forbids }) => {
    const because = forbids(route);
    return because === undefined ? [] : [{ mask: name, because }];
  });
}
