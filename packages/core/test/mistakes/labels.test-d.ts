/** Labels that are not there, swapped, too few, too many. */
import { sparse, where } from '@marginal/core';
import { hour, link, links, m, node, price, rate } from './market.ts';

export function reading(): void {
  // @ts-expect-error Argument of type '"austin"' is not assignable to parameter of type '"ashburn" | "dallas"'.
  price.at('austin', 2);
  // @ts-expect-error Argument of type '3' is not assignable to parameter of type '0 | 1 | 2'.
  price.at('ashburn', 3);
  // @ts-expect-error Argument of type '"2"' is not assignable to parameter of type '0 | 1 | 2'.
  price.at('ashburn', '2');
  // @ts-expect-error Argument of type '2' is not assignable to parameter of type '"ashburn" | "dallas"'.
  price.at(2, 'ashburn');
  // @ts-expect-error Expected 2 arguments, but got 1.
  price.at('ashburn');
  // @ts-expect-error Expected 2 arguments, but got 3.
  links.at('ashburn', 'dallas', 2);
  // @ts-expect-error Argument of type '"austin"' is not assignable to parameter of type '"ashburn" | "dallas"'.
  node.ordinal('austin');
  // @ts-expect-error Argument of type '"austin"' is not assignable to parameter of type '"ashburn" | "dallas"'.
  link.has('ashburn', 'austin');
  // @ts-expect-error Argument of type '"austin"' is not assignable to parameter of type '"ashburn" | "dallas"'.
  rate.at('austin');
  // @ts-expect-error Property 'node' does not exist on type 'SparseSet<
  link.node;
}

export function data(): void {
  // @ts-expect-error Type '"austin"' is not assignable to type '"ashburn" | "dallas"'.
  m.parameter('p', [node], {}, [['austin', 1]]);
  // @ts-expect-error 'austin' does not exist in type '
  m.parameter('p', [node], {}, { ashburn: 1, austin: 2 });
  // @ts-expect-error Type '{ ashburn: number; }' is not assignable to type 'number'.
  m.parameter('p', [node], {}, { ashburn: 1 });
  // @ts-expect-error 'ashburn' does not exist in type '
  m.parameter('p', [node, hour], {}, { ashburn: 1, dallas: 2 });
  // @ts-expect-error Type 'number' is not assignable to type '"ashburn" | "dallas"'.
  m.parameter('p', [node, hour], {}, [[0, 'ashburn', 1]]);
  // @ts-expect-error Source has 1 element(s) but target requires 2.
  m.parameter('p', [node], {}, [['ashburn']]);
  // @ts-expect-error Type '"ashburn"' is not assignable to type '"austin"'.
  m.parameter('p', [node], {}, (n: 'austin') => n.length);
  // @ts-expect-error Type '7' is not assignable to type '0 | 1 | 2'.
  sparse('bad', [node, hour], [['ashburn', 7]]);
  // @ts-expect-error Source has 1 element(s) but target requires 2.
  sparse('bad', [node, hour], [['ashburn']]);
  // @ts-expect-error This comparison appears to be unintentional because the types '0 | 1 | 2' and '7' have no overlap.
  where('bad', hour, (h) => h === 7);
  // @ts-expect-error Type '"ashburn"' is not assignable to type '"austin"'.
  where('bad', link, (from: 'austin') => from.length > 0);
}
