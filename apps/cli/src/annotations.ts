/**
 * Workflow commands of GitHub Actions, which show a line beside the change that caused it:
 *
 *   ::error title=T,file=F::message
 *
 * A message may hold anything but %, CR and LF, a property also neither : nor , (docs.github.com, workflow commands; the
 * escapes are those of the toolkit's `command.ts`). With `--json` they go to standard error, which the runner reads, too.
 */
import type { Output } from './output.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  /** A file of the workspace it is about. */
  readonly file?: string;
}

/** GitHub shows no more than ten of each level and step; the last one says how many there are. */
const SHOWN = 10;

function escapedMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** One workflow command, on one line whatever the texts hold. */
export function workflowCommand({ level, title, message, file }: Annotation): string {
  const properties = [
    `title=${escapedProperty(title)}`,
    ...(file === undefined ? [] : [`file=${escapedProperty(file)}`]),
  ];
  return `::${level} ${properties.join(',')}::${escapedMessage(message)}`;
}

/** Writes annotations, the first of each level and how many more there are. */
export function annotate(output: Output, annotations: readonly Annotation[]): void {
  for (const level of ['error', 'warning', 'notice'] as const) {
    const of = annotations.filter((annotation) => annotation.level === level);
    const shown = of.length <= SHOWN ? of : of.slice(0, SHOWN - 1);
    for (const annotation of shown) output.say(workflowCommand(annotation));
    if (of.length > shown.length)
      output.say(workflowCommand({ ...of[0], message: `and ${of.length - shown.length} more like these` }));
  }
}
