/** The steps of an access path (`ObjectTypes.pathOf`): names, and what is done with what they lead to. */

/** Called, awaited, entered, or seen as `super()` sees it. */
export const isNoName = (step: string): boolean => step === '()' || step === '~' || step === '^' || step === '!';

export const stepsOf = (path: string): string[] => path.match(/\(\)|[~^!]|[^.()~^!]+/g) ?? [];

export const accessPathOf = (steps: readonly string[]): string =>
  steps.map((step, index) => (index === 0 || isNoName(step) ? step : `.${step}`)).join('');
