/** What a finding says of a text that a shell reads. */
import { type Call, dottedName, type Expression, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import type { Problem } from '../rule.ts';
import { shellTextOf } from './shell-texts.ts';

/** The text that a call of the program itself hands to a shell. */
export function shellTextOfProgram(call: Call, model: SemanticModel): Expression | undefined {
  const command = shellTextOf(call, model);
  return command === undefined || model.context.isTestCode(call) ? undefined : command;
}

/** `leaf` is where the text is read, `said` who chooses it: `the client of a route sends`. */
export function shellProblem(
  call: Call,
  leaf: Expression,
  said: string,
  shown = nameOf(leaf),
): Pick<Problem, 'at' | 'message' | 'related'> {
  return {
    at: call.func,
    message: `\`${lastName(call.func) ?? 'the call'}\` gives a shell ${shown ?? 'text'} that ${said}`,
    related: [{ at: leaf, message: 'the text comes from here' }],
  };
}

function nameOf(leaf: Expression): string | undefined {
  const name = dottedName(leaf);
  return name === undefined ? undefined : `\`${name}\``;
}
