/** Wrong use of the action, told in one sentence: the step ends with 2. */
export class InputError extends Error {}
