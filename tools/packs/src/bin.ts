/**
 * Command: makes scenario packs.
 *
 *   packs                      writes all packs into packages/scenarios/src/packs
 *   packs calibrate [SEED]     searches again for the parameters of us5-paper, and prints them
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { highs } from '@marginal/highs';
import { writeScenario } from '@marginal/scenarios';
import { PACKS } from './packs.ts';
import { SEED } from './us5-paper/calibrated.ts';
import { calibrate } from './us5-paper/search.ts';

const FOLDER = fileURLToPath(new URL('../../../packages/scenarios/src/packs/', import.meta.url));

const [command, seed = String(SEED)] = process.argv.slice(2);
if (command === 'calibrate') {
  const { parameters, facts, evaluations } = await calibrate(Number(seed), highs(), (line) => {
    process.stderr.write(`${line}\n`);
  });
  const { saturated, saturatedInBaseline, costRise, chatRises } = facts;
  process.stderr.write(`${evaluations} evaluations\n`);
  process.stdout.write(
    `${JSON.stringify({ parameters, facts: { saturated, saturatedInBaseline, costRise, chatRises } }, null, 2)}\n`,
  );
} else if (command === undefined) {
  for (const pack of PACKS) {
    const scenario = await pack();
    writeFileSync(`${FOLDER}${scenario.name}.json`, writeScenario(scenario));
    process.stderr.write(`${scenario.name}.json\n`);
  }
} else {
  process.stderr.write(`no command '${command}': packs, or packs calibrate [SEED]\n`);
  process.exitCode = 1;
}
process.exit();
