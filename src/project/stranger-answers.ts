/** Questions about what strangers send, and what stands between them and the program. */
import type { RelatedLocation } from '../findings/index.ts';
import { ambientCredentialOf, askingOf, keyUseOf } from './ambient-credentials.ts';
import { givesResultOf, routeAnsweringWith, saidOfParameter } from './answered-results.ts';
import { botServedBy } from './bots.ts';
import type { Project } from './build.ts';
import { carriedThrough } from './carried.ts';
import { bodyLimitOf, limitsBodyInCode, overwritingOf } from './proxies.ts';
import type { Answer, QuestionOf } from './question.ts';
import { directPortOf, isPublished, portOfBuilt } from './reach/exposure.ts';
import { strangerGiving, strangerStoring } from './stranger-hands.ts';

export type AboutStrangers = QuestionOf<
  | 'takes-ambient-credentials'
  | 'asks-who-comes'
  | 'uses-secret-key'
  | 'proxy-overwrites'
  | 'proxy-limits-body'
  | 'is-published'
  | 'reached-directly'
  | 'given-by-stranger'
  | 'stored-by-stranger'
  | 'serves-bot'
  | 'result-answered'
  | 'gives-back'
  | 'gives-result-of'
  | 'carries'
  | 'bounds'
>;

/** What strangers send, whether they can, and what a visitor's browser, or the proxies in front, hand on. */
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
    case 'gives-result-of':
      return givesResultOf(question, project);
    case 'gives-back':
    case 'bounds':
      return saidOfParameter(question, project);
    case 'proxy-overwrites':
      return whenReached(overwritingOf(question.header, project.artifacts));
    case 'proxy-limits-body':
      return limitOfBodies(project);
    case 'is-published':
      return { verdict: isPublished(project) ? 'yes' : 'no', evidence: [] };
    case 'reached-directly':
      return whenReached(directPortOf(project));
    case 'takes-ambient-credentials':
      return whenReached(ambientCredentialOf(project));
    case 'asks-who-comes':
      return whenReached(askingOf(question, project));
    case 'uses-secret-key':
      return keyUseOf(question.from, project);
  }
}

/** Whether all requests come through what limits them: a name in the code only hints at it, and beside a proxy a port may be open. */
function limitOfBodies(project: Project): Answer {
  const limit = bodyLimitOf(project.artifacts);
  if (limitsBodyInCode(project)) return UNKNOWN;
  return limit !== undefined && portOfBuilt(project.artifacts) !== undefined ? UNKNOWN : whenReached(limit);
}

const UNKNOWN: Answer = { verdict: 'unknown', evidence: [] };

const whenReached = (evidence: RelatedLocation | undefined): Answer =>
  evidence === undefined ? { verdict: 'no', evidence: [] } : { verdict: 'yes', evidence: [evidence] };
