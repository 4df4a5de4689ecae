/** How tables are called. */
import type { Table } from './plan.ts';

const KINDS = { build: 'build', handoff: 'hand-off', update: 'update', market: 'clearing' } as const;

export function tableTitle({ experiment, problem, size }: Table): string {
  return `${KINDS[experiment]} ${problem} ${size}`;
}
