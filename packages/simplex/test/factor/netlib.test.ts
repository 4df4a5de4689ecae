/** Optimal bases of the Netlib programs, as HiGHS reports them: regular, solved to rounding, with little fill-in, and under updates. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readModelFile } from '@marginal/formats';
import { highs } from '@marginal/highs';
import { BASIC, solveProgram } from '@marginal/program';
import { describe, expect, test } from 'vitest';
import { BasisFactor } from '../../src/factor/basis-factor.ts';
import { SparseVector } from '../../src/factor/sparse-vector.ts';
import { columnDot, loadVariable, type Structurals, uniform, worstResidual } from './support.ts';

const DATA = fileURLToPath(new URL('../../../../../shared/data/netlib/', import.meta.url));
const present = existsSync(DATA);
if (!present) console.log(`skipped: no Netlib bases, because there is no folder ${DATA}`);

async function optimalBasis(name: string): Promise<{ a: Structurals; basic: Int32Array }> {
  const { program } = await readModelFile(`${DATA}${name}.mps.gz`);
  const outcome = await solveProgram(program, highs());
  if (
    outcome.status !== 'optimal' ||
    !('basis' in outcome.solution) ||
    outcome.solution.basis === undefined
  ) {
    throw new Error(`no optimal basis of ${name}: ${outcome.status}`);
  }
  const { columns, rows } = outcome.solution.basis;
  const n = columns.length;
  const basic = [
    ...Array.from(columns.keys()).filter((j) => columns[j] === BASIC),
    ...Array.from(rows.keys(), (i) => n + i).filter((j) => rows[j - n] === BASIC),
  ];
  const { starts, rows: rowOf, values } = program.matrix;
  return { a: { m: rows.length, n, starts, rows: rowOf, values }, basic: Int32Array.from(basic) };
}

describe.skipIf(!present)('Netlib bases', () => {
  test.each(['afiro', 'israel', 'brandy', 'e226', 'degen2', 'scfxm2', 'stocfor2', '25fv47', 'greenbea'])(
    '%s',
    async (name) => {
      const { a, basic } = await optimalBasis(name);
      expect(basic).toHaveLength(a.m);
      const factor = new BasisFactor(a.m, a.n, a);
      expect(factor.factorise(basic)).toBe(0);
      // Optimal bases of linear programs are nearly triangular: twice their nonzeros is far more than a good order needs.
      expect(factor.factorNonzeros).toBeLessThan(2 * factor.basisNonzeros);
      const next = uniform(1);
      for (const density of [0, 1])
        expect(worstResidual(factor, a, basic, next, density)).toBeLessThan(1e-11);

      const aq = new SparseVector(a.m);
      const rho = new SparseVector(a.m);
      const isBasic = new Set(basic);
      let refused = 0;
      while (factor.updates < 40 && refused < 200) {
        const q = Math.floor(next() * (a.n + a.m));
        if (isBasic.has(q)) continue;
        loadVariable(aq, a, q);
        factor.ftranSpike(aq, 0.05);
        let row = -1;
        for (let r = 0; r < a.m; r++) {
          if (row < 0 || Math.abs(aq.value[r]) > Math.abs(aq.value[row])) row = r;
        }
        factor.btranRow(rho, row, 0.05);
        if (factor.update(aq, rho, row, columnDot(a, q, rho.value)) !== 0) {
          refused++;
          continue;
        }
        isBasic.delete(basic[row]);
        isBasic.add(q);
        basic[row] = q;
      }
      expect(factor.updates).toBe(40);
      for (const density of [0, 1]) expect(worstResidual(factor, a, basic, next, density)).toBeLessThan(1e-9);
    },
  );
});
