/** The Netlib programs: read, written and read again, and solved to the published optima. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { highs } from '@marginal/highs';
import { solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { readModel, readModelFile, writeLp, writeMof, writeMps } from '../src/index.ts';
import { plain } from './support.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const present = existsSync(DATA);
if (!present) console.log(`skipped: no Netlib files, because there is no folder ${DATA}`);

interface Published {
  readonly name: string;
  readonly shape: readonly number[];
  readonly optimal: number;
}

const published: readonly Published[] = !present
  ? []
  : readFileSync(`${DATA}netlib/optimal.csv`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([name, rows, columns, nonzeros, optimal, constant]) => ({
        name,
        shape: [rows, columns, nonzeros, constant].map(Number),
        optimal: Number(optimal),
      }));

/** Solved here: of every kind, together within a few seconds. */
const SOLVED = new Set(
  `adlittle afiro agg bandm beaconfd boeing1 brandy capri e226 etamacro finnis fit1d forplan gfrd-pnc kb2 lotfi nesm
   pilot4 recipe sc105 scfxm1 seba share1b shell stair standata stocfor1 vtpbase`.split(/\s+/),
);

/** Names that free MPS or LP cannot hold are changed; everything else must be the same. */
function numbers(program: Parameters<typeof plain>[0]): Record<string, unknown> {
  const { rowNames: _rows, columnNames: _columns, ...rest } = plain(program);
  return rest;
}

describe.skipIf(!present)('Netlib', () => {
  test('is whole', () => expect(published).toHaveLength(59));

  test.each(published)('$name is read as published and survives every format', async ({ name, shape }) => {
    const { program, format, notes } = await readModelFile(`${DATA}netlib/${name}.mps.gz`);
    const { rowCount, columnCount, values } = program.matrix;
    expect([rowCount, columnCount, values.length, program.offset]).toEqual(shape);
    expect(format).toBe(name === 'forplan' ? 'mps-fixed' : 'mps-free');
    expect(notes).toEqual([]);
    const expected = numbers(program);
    expect(numbers(readModel(writeMps(program).text).program)).toEqual(expected);
    expect(numbers(readModel(writeLp(program).text).program)).toEqual(expected);
    expect(plain(readModel(writeMof(program).text).program)).toEqual(plain(program));
    expect(plain(readModel(writeMps(program, { layout: 'fixed' }).text).program)).toEqual(plain(program));
  });

  test.each(published.filter(({ name }) => SOLVED.has(name)))(
    '$name has the published optimum',
    async ({ name, optimal }) => {
      const { program } = await readModelFile(`${DATA}netlib/${name}.mps.gz`);
      const outcome = await solveProgram(program, highs());
      expect(outcome.status).toBe('optimal');
      if (outcome.status === 'optimal')
        expect(Math.abs(outcome.objective - optimal) / (1 + Math.abs(optimal))).toBeLessThan(1e-9);
    },
  );

  test.each(present ? readdirSync(`${DATA}infeasible`) : [])('%s is read and infeasible', async (file) => {
    const { program } = await readModelFile(`${DATA}infeasible/${file}`);
    expect(numbers(readModel(writeLp(program).text).program)).toEqual(numbers(program));
    expect((await solveProgram(program, highs())).status).toBe('infeasible');
  });
});
