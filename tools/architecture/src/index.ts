export { checkArchitecture } from './check.ts';
