/** Labels name the members of a set. Invariant: within one set they are all different and none is NaN or empty. */

export type Label = string | number;

/** What separates labels in a name; a label that holds one of them is quoted. */
const SEPARATORS = /[,[\]"]/;

/**
 * `[a,b]`, or nothing for a scalar: how labels stand behind a block's name. Labels with commas, brackets or quotes are
 * quoted, so that `["a,b",c]` and `[a,"b,c"]` are two names.
 */
export function formatLabels(labels: readonly Label[]): string {
  if (labels.length === 0) return '';
  return `[${labels.map((label) => (SEPARATORS.test(String(label)) ? JSON.stringify(label) : label)).join(',')}]`;
}

/** A label as written in code, so that 7 and "7" differ in messages. */
export function quoteLabel(label: Label): string {
  return typeof label === 'string' ? JSON.stringify(label) : String(label);
}

/** At most `count` labels and how many more there are: for messages about large sets. */
export function sampleLabels(labels: readonly Label[], count = 8): string {
  const shown = labels.slice(0, count).join(', ');
  return labels.length > count ? `${shown}, ... (${labels.length} in all)` : shown;
}
