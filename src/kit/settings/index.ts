/** Environment variables by their names, and settings that are held elsewhere. */
export { type EnvironmentNames, environmentNames } from './environment-names.ts';
export { type HeldElsewhere, whereItHolds } from './held-elsewhere.ts';
export { type NeededVariable, neededVariables } from './needed-variables.ts';
