/** How many functions of different modules that call one another a question follows. Past it an answer would be a guess. */
export const CALLS_BETWEEN_MODULES = 3;
