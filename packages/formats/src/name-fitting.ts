/**
 * Names that a format can hold. A name that fits and is the first of its kind stays; any other is mended and, when
 * that is taken, numbered, so that two rows or columns never come to share a name. Every change is listed.
 */

/** What names a format can hold. */
export interface NameRules {
  readonly maxLength: number;
  fits(name: string): boolean;
  /** A name near `name` that fits, but for its length. */
  mend(name: string): string;
}

/** One name that was changed on writing. */
export interface Renamed {
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

export interface FittedNames {
  /** One per row or column, all different. */
  readonly names: readonly string[];
  readonly renamed: readonly Renamed[];
}

/** Names 0..count-1 of `nameOf`, all different and none of them in `reserved`. */
export function fitNames(
  count: number,
  nameOf: (index: number) => string,
  rules: NameRules,
  reserved: readonly string[] = [],
): FittedNames {
  const taken = new Set(reserved);
  const names = new Array<string>(count).fill('');
  const open: number[] = [];
  for (let index = 0; index < count; index++) {
    const name = nameOf(index);
    if (name === '' || name.length > rules.maxLength || taken.has(name) || !rules.fits(name)) {
      open.push(index);
      continue;
    }
    taken.add(name);
    names[index] = name;
  }
  const nextNumber = new Map<string, number>();
  const renamed = open.map((index): Renamed => {
    const from = nameOf(index);
    const to = freshName(rules.mend(from), rules.maxLength, taken, nextNumber);
    taken.add(to);
    names[index] = to;
    return { index, from, to };
  });
  return { names, renamed };
}

/** `base`, else `base~2`, `base~3`, ..., cut to length; remembers where the numbers of a base have got to. */
function freshName(
  base: string,
  maxLength: number,
  taken: ReadonlySet<string>,
  nextNumber: Map<string, number>,
): string {
  if (base.length <= maxLength && !taken.has(base)) return base;
  // Room for as many digits as there can be names in front of the tilde's number.
  const stem = base.slice(0, Math.max(1, maxLength - 1 - String(taken.size + 2).length));
  let number = nextNumber.get(stem) ?? 2;
  while (taken.has(`${stem}~${number}`)) number++;
  nextNumber.set(stem, number + 1);
  return `${stem}~${number}`;
}
