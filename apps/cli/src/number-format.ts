/** Numbers for people: four significant digits, no more than needed. Files and `--json` get the unrounded number. */

const SIGNIFICANT = 4;
const LARGE = 1e6;
const SMALL = 1e-4;

export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '-' : value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= LARGE || size < SMALL) return value.toExponential(SIGNIFICANT - 1);
  const digits = Math.max(0, SIGNIFICANT - 1 - Math.floor(Math.log10(size)));
  return value.toFixed(Math.min(digits, 6));
}
