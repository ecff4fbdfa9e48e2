/** Questions about what strangers send, and what stands between them and the program. */
import { askingOf } from './ambient-credentials.ts';
import { routeAnsweringWith } from './answered-results.ts';
import { botServedBy } from './bots.ts';
import type { Project } from './build.ts';
import { carriedThrough } from './carried.ts';
import type { Answer, QuestionOf } from './question.ts';
import { strangerGiving, strangerStoring } from './stranger-hands.ts';
import { whenReached } from './verdicts.ts';

export type AboutStrangers = QuestionOf<
  'asks-who-comes' | 'given-by-stranger' | 'stored-by-stranger' | 'serves-bot' | 'result-answered' | 'carries'
>;

/** What strangers send, whether they can, and what becomes of it. */
export function answerOnStrangers(question: AboutStrangers, project: Project): Answer {
  switch (question.kind) {
    case 'given-by-stranger':
      return strangerGiving(question, project);
    case 'stored-by-stranger':
      return whenReached(strangerStoring(question.field, project));
    case 'serves-bot':
      return whenReached(botServedBy(question.module, project));
    case 'result-answered':
      return whenReached(routeAnsweringWith(question.function, project));
    case 'carries':
      return carriedThrough(question, project);
    case 'asks-who-comes':
      return whenReached(askingOf(question, project));
  }
}
