import { FileSecrets, secretsAt } from '../knowledge/hidden/file-secrets.ts';
import type { HiddenSpan } from '../knowledge/hidden/spans.ts';
import type { SemanticModel } from '../semantics/index.ts';
import { reportSpan } from './report-span.ts';
import type { SourceRuleResults } from './run-source-rules.ts';
import { secretLiterals } from './secret-literals.ts';

/** The secrets of a Python file: what its text shows, what the program takes for one, and what a rule says of its places. */
export function secretsOfModel(
  text: string,
  model: SemanticModel,
  reported: SourceRuleResults['reported'],
): FileSecrets {
  const byRules = reported.flatMap(({ problems }) => problems.filter(({ hidesCode }) => hidesCode === true));
  const places: HiddenSpan[] = [...secretLiterals(model), ...byRules.map(({ at }) => reportSpan(at))];
  return new FileSecrets(
    text,
    'python',
    places.flatMap((place) => secretsAt(text, place, 'python')),
  );
}
