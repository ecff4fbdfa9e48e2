/** `node:timers/promises`: the page gets its turn. */
export const setImmediate = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
