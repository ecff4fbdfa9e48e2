import { SEVERITIES } from '../findings/index.ts';

/** Words that settings are chosen from. */
export const PROFILES = ['default', 'strict'] as const;
export const FAIL_ON = [...SEVERITIES, 'never'] as const;
