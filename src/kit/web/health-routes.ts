/** What orchestrators ask a service, by the paths that are usual for it. */

/** `liveness` restarts a process, `readiness` keeps requests from it; `health` is used for either. */
export type HealthQuestion = 'liveness' | 'readiness' | 'health';

/** The question that a route answers; undefined for others, and for paths with parameters, which ask about something else. */
export function healthQuestionOf(path: string | undefined): HealthQuestion | undefined {
  if (path === undefined || /[{<:]/.test(path)) return undefined;
  if (LIVENESS.test(path)) return 'liveness';
  if (READINESS.test(path)) return 'readiness';
  return HEALTH.test(path) ? 'health' : undefined;
}

const LIVENESS = /(^|\/)(livez?|liveness|alive|ping|heartbeat)\/?$/i;
const READINESS = /(^|[/_-])(readyz?|readiness)\/?$/i;
const HEALTH = /(^|\/)(healthz?|health[-_]?check)\/?$/i;
