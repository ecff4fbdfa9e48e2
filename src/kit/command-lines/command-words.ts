import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { templateOf } from '../texts/text-template.ts';

/**
 * The words of a command line that is given to `subprocess` or a shell, as a list, a sum of lists or one text, through a
 * local: undefined for each word that is not known. Quotes are not looked at.
 */
export function commandWords(command: Expression, model: SemanticModel): readonly (string | undefined)[] {
  if (command.kind === 'List' || command.kind === 'Tuple')
    return command.elts.map((word) => (word.kind === 'Starred' ? undefined : model.values.string(word)));
  if (command.kind === 'BinOp' && command.op === 'Add')
    return [...commandWords(command.left, model), ...commandWords(command.right, model)];
  const value = command.kind === 'Name' ? soleValue(command, model) : undefined;
  return value === undefined ? wordsOfText(command, model) : commandWords(value, model);
}

function soleValue(name: Expression & { kind: 'Name' }, { flow }: SemanticModel): Expression | undefined {
  const [only, second] = flow.reachingDefinitions(name);
  return second === undefined && only?.kind === 'assignment' ? only.value : undefined;
}

/** Stands for what is not known of a text; no command line can hold it. */
const OPEN = '\0';

function wordsOfText(command: Expression, model: SemanticModel): readonly (string | undefined)[] {
  const words = templateOf(command, model, OPEN)?.split(/\s+/) ?? [];
  return words.map((word) => (word.includes(OPEN) ? undefined : word));
}
