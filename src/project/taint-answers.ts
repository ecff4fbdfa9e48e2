/** Questions about untrusted input, and about the authentication in front of the program. */
import { authenticationOf } from './ambient-credentials.ts';
import { routeAnsweringWith } from './answered-results.ts';
import { botServedBy } from './bots.ts';
import type { Project } from './build.ts';
import { carriedThrough } from './carried.ts';
import type { Answer, QuestionOf } from './question.ts';
import { untrustedArgument, untrustedField } from './untrusted-arguments.ts';
import { whenReached } from './verdicts.ts';

export type AboutTaint = QuestionOf<
  'asks-who-comes' | 'given-untrusted-input' | 'stores-untrusted-input' | 'serves-bot' | 'result-answered' | 'carries'
>;

/** Where untrusted input comes in, whether it can, and where it flows. */
export function answerOnTaint(question: AboutTaint, project: Project): Answer {
  switch (question.kind) {
    case 'given-untrusted-input':
      return untrustedArgument(question, project);
    case 'stores-untrusted-input':
      return whenReached(untrustedField(question.field, project));
    case 'serves-bot':
      return whenReached(botServedBy(question.module, project));
    case 'result-answered':
      return whenReached(routeAnsweringWith(question.function, project));
    case 'carries':
      return carriedThrough(question, project);
    case 'asks-who-comes':
      return whenReached(authenticationOf(question, project));
  }
}
