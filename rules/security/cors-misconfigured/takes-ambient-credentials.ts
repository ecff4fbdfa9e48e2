import { defineQuestion } from '#kit';
import { whenReached } from '#project';
import { ambientCredentialOf } from '#project/ambient-credentials';

/** Does production code go by what a browser sends along by itself: cookies, sessions in them, HTTP authentication? */
export const takesAmbientCredentials = defineQuestion<null>(
  'takes-ambient-credentials',
  () => 'production code goes by cookies or other credentials that browsers send along',
  (_, project) => whenReached(ambientCredentialOf(project)),
);
