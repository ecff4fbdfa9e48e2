/** Settings, environment variables, fields of input, and their defaults. */
export { type EnvironmentNames, environmentNames } from './environment-names.ts';
export { type HeldElsewhere, whereItHolds } from './held-elsewhere.ts';
