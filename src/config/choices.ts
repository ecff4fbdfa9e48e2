import { SEVERITIES } from '../findings/index.ts';

/** Words that settings are chosen from. */
export const PROFILES = ['default', 'strict'] as const;
export const FAIL_ON = [...SEVERITIES, 'never'] as const;
export const HONOURED = ['nosec', 'noqa'] as const;

/** Another tool's comment. */
export type Honoured = (typeof HONOURED)[number];
