/** Writes the generated parts of `docs/backends.md`: `npx -y pnpm@12.21.0 backends-page`. */
import { writeFileSync } from 'node:fs';
import { generatedParts, PAGE, pageText, withParts } from './backends-page.ts';

writeFileSync(PAGE, withParts(pageText(), await generatedParts()));
process.exit(0);
