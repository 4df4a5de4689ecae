/** Netlib programs through presolve, HiGHS and back: the published optimum, verified, and nothing left to do from the basis. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readModelFile } from '@marginal/formats';
import { checkOptimal, TOLERANCES } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { presolve } from '../../src/presolve/presolve.ts';
import { solve, throughPresolve, vertexFaults } from './support.ts';

const DATA = fileURLToPath(new URL('../../../../../shared/data/netlib/', import.meta.url));
const present = existsSync(DATA);
if (!present) console.log(`skipped: no Netlib files, because there is no folder ${DATA}`);

/** Of every kind, together within a few seconds: equations, ranges, free columns, degenerate and badly scaled ones. */
const NAMES =
  `adlittle afiro agg bandm beaconfd boeing1 bore3d brandy capri etamacro fffff800 finnis forplan ganges
   gfrd-pnc kb2 lotfi recipe scorpion seba shell ship04s standata stocfor2 vtpbase`.split(/\s+/);

const optima = new Map<string, number>(
  !present
    ? []
    : readFileSync(`${DATA}optimal.csv`, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
        .map(([name, , , , optimal]) => [name, Number(optimal)]),
);

describe.skipIf(!present)('Netlib', () => {
  test.each(NAMES)('%s', async (name) => {
    const { program } = await readModelFile(`${DATA}${name}.mps.gz`);
    const { point, reduced } = await throughPresolve(program);
    if (point === undefined) throw new Error('expected a vertex');
    expect(vertexFaults(program, point)).toEqual([]);
    const optimal = optima.get(name) ?? NaN;
    const { objective } = checkOptimal(program, point, TOLERANCES.vertex);
    expect(Math.abs(objective - optimal) / (1 + Math.abs(optimal))).toBeLessThan(1e-9);
    const again = await solve(program, point.basis);
    expect(again).toMatchObject({ status: 'optimal', iterations: 0 });
    expect(reduced?.matrix.rowCount ?? 0).toBeLessThan(program.matrix.rowCount);
    expect(reduced?.matrix.values.length ?? 0).toBeLessThan(program.matrix.values.length);
  });

  test('a program that is reduced as far as it goes stays as it is', async () => {
    const { program } = await readModelFile(`${DATA}bandm.mps.gz`);
    let presolved = presolve(program);
    let rounds = 0;
    while (presolved.status === 'reduced' && rounds++ < 10) presolved = presolve(presolved.program);
    expect(presolved).toEqual({ status: 'unchanged', reason: 'irreducible' });
  });
});
