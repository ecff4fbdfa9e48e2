/** Handlers whose failures are identified by what they call. */
import type { ExceptHandler } from '#ast';
import type { Condition } from '#project';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

/** `log_exc()` and `self.report_failure()` take what was raised from `sys`, and need not be handed it. */
export function unlessReportedElsewhere({ body }: ExceptHandler, model: SemanticModel): Condition | undefined {
  const questions = callsWithin(body).flatMap((call) => {
    const here = definitionCalled(model, call);
    const path = here === undefined ? model.effects.projectPath(call) : model.names.fullNameOf(here);
    return path === undefined ? [] : [{ kind: 'calls-any', function: path, names: TAKING_RAISED } as const];
  });
  if (questions.length === 0) return undefined;
  return { question: { kind: 'any', of: questions }, yes: 'drop', no: 'keep', unknown: 'keep' };
}

const TAKING_RAISED = [
  'sys.exc_info',
  'sys.exception',
  'traceback.format_exc',
  'traceback.print_exc',
  'logging.exception',
];
