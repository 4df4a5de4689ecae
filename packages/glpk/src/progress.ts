/**
 * How far a simplex run has come, as GLPK itself says it: it calls back with the line it would print, and the line begins with the
 * iterations of the problem so far. Its objective is not passed on: before the bounds are met it is no bound of anything. Invariants: GLPK
 * says nothing unless somebody listens; what a listener throws never passes through GLPK, which would lose the instance.
 * Source: glp_term_hook, GLPK 5.0 reference manual, section 6.1.
 */
import type { Progress } from '@marginal/program';
import type { GlpkApi, Pointer } from './api.ts';
import { OFF, ON } from './constants.ts';

type Listener = (progress: Progress) => void;

/** `*   114: obj =   6.956285618e+01 inf =   0.000e+00 (9)`; the sign says which phase. */
const LINE = /^[^0-9]{0,2} *([0-9]+): obj =/;

/** What the callback of an instance reports to; one run goes on at a time. One callback serves an instance for good. */
interface Desk {
  hear: ((line: string) => boolean) | undefined;
}

const DESKS = new WeakMap<GlpkApi, Desk>();

/** The text at `address`, which ends with a zero. */
function textAt(api: GlpkApi, address: Pointer): string {
  const bytes = new Uint8Array(api.HEAP32.buffer);
  let text = '';
  for (let k = address >>> 0; bytes[k] !== 0; k++) text += String.fromCharCode(bytes[k]);
  return text;
}

function deskOf(api: GlpkApi): Desk {
  const known = DESKS.get(api);
  if (known !== undefined) return known;
  const desk: Desk = { hear: undefined };
  // 1: the line goes nowhere else. Any other is kept, should it be the cause of a failure.
  const hook = api.addFunction((_, line) => (desk.hear?.(textAt(api, line)) ? ON : OFF), 'iii');
  api._glp_term_hook(hook, 0);
  DESKS.set(api, desk);
  return desk;
}

/** Whether somebody listens to the runs in this instance. */
export function isHeard(api: GlpkApi): boolean {
  return DESKS.get(api)?.hear !== undefined;
}

/**
 * Runs `work`, and tells `listener` of the simplex runs in it. `before`: iterations that are not of this solve. Throws what the
 * listener threw, after the work; it is told nothing more by then.
 */
export function whileHeard<Result>(
  api: GlpkApi,
  listener: Listener | undefined,
  before: number,
  work: () => Result,
): { readonly result: Result; readonly thrown?: { readonly error: unknown } } {
  if (listener === undefined) return { result: work() };
  const desk = deskOf(api);
  const start = performance.now();
  let reported = 0;
  let thrown: { readonly error: unknown } | undefined;
  desk.hear = (line) => {
    const count = LINE.exec(line)?.[1];
    if (count === undefined) return false;
    const iterations = Number(count) - before;
    // The first line of a run says where the last one ended.
    if (iterations <= reported || thrown !== undefined) return true;
    reported = iterations;
    try {
      listener({ iterations, seconds: (performance.now() - start) / 1000 });
    } catch (error) {
      thrown = { error };
    }
    return true;
  };
  api._glp_term_out(ON);
  try {
    const result = work();
    api._glp_term_out(OFF);
    return thrown === undefined ? { result } : { result, thrown };
  } finally {
    desk.hear = undefined;
  }
}
