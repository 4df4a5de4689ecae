/** The floor: loops that a patient person writes by hand, by row, into typed arrays. HiGHS takes them as they are. */
import type { Built, ModelArrays } from '../statement.ts';
import { loadHighs, passArrays, runToEnd } from './highs-arrays.ts';

/** Arrays need no lowering. */
export function lowered(arrays: ModelArrays): Built {
  return {
    lower: () => ({
      arrays: () => arrays,
      solve: async () => {
        const native = passArrays(await loadHighs(), arrays);
        const objective = runToEnd(native);
        const { colValue } = native.getSolution();
        native.dispose();
        return { objective, extract: () => colValue.reduce((sum, value) => sum + value, 0) };
      },
    }),
  };
}
