/** Owns writing a scenario as the text of a scenario file, so that reading it gives the same scenario. */
import { SCENARIO_SCHEMA, type Scenario } from './scenario.ts';

/** Figures and lists of numbers on one line each, all else indented by two. */
function layOut(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return flat;
  const entries = Object.entries(value);
  const leaf = entries.every(
    ([, child]) => typeof child !== 'object' || child === null || Array.isArray(child),
  );
  if (entries.length === 0) return '{}';
  if (leaf && Object.hasOwn(value, 'value')) {
    return `{ ${entries.map(([key, child]) => `${JSON.stringify(key)}: ${JSON.stringify(child)}`).join(', ')} }`;
  }
  const inner = `${indent}  `;
  const lines = entries.map(([key, child]) => `${inner}${JSON.stringify(key)}: ${layOut(child, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** The scenario as a file; settings applied to it are part of its data. */
export function writeScenario({ name, title, model, sources, data }: Scenario): string {
  return `${layOut({ schema: SCENARIO_SCHEMA, name, title, model, sources, data }, '')}\n`;
}
