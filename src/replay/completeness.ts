import { INCOMPLETE, type Notice } from '../findings/index.ts';

/** Whether a scan had all that it wanted: no rule failed, no file was lost to a limit. */
export const isComplete = (notices: readonly Notice[]): boolean => !notices.some(({ kind }) => INCOMPLETE.has(kind));
