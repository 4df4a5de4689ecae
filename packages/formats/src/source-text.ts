/**
 * The text of a file and where in it something stands. Readers carry offsets only; `file:line:column` is made when
 * somebody asks, from line starts that are found once. Lines end in LF, CR LF or CR; lines and columns count from 1.
 */
export class SourceText {
  readonly name: string;
  readonly text: string;
  private starts: number[] | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** `file:line:column` of an offset. */
  place(offset: number): string {
    this.starts ??= lineStarts(this.text);
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return `${this.name}:${low + 1}:${offset - this.starts[low] + 1}`;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 13 && text.charCodeAt(at + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(at + 1);
  }
  return starts;
}
