/** A browser has no users: what somebody drops is all that there is. */
export const homedir = (): string => '/';
export const tmpdir = (): string => '/';
