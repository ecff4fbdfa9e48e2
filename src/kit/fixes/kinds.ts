import type { FixDocs } from '../../findings/index.ts';

/** A fix that keeps what the program does, but for the defect; and why, as a clause. */
export const safeFix = (title: string, because: string): FixDocs => ({ title, safety: 'safe', because });

/** A fix after which the program may do something else, and what. */
export const unsafeFix = (title: string, because: string): FixDocs => ({ title, safety: 'unsafe', because });
