import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { templateOf } from './text-template.ts';

/**
 * The words of a command line that is given to `subprocess` or a shell, as a list, a sum of lists or one text, through a
 * local: undefined for each word that is not known. Quotes are not looked at.
 */
export function commandWords(command: Expression, model: SemanticModel): readonly (string | undefined)[] {
  const words: (string | undefined)[] = [];
  const pending = [command];
  let steps = 0;
  for (let at = pending.pop(); at !== undefined && steps < MAX_STEPS; at = pending.pop()) {
    steps++;
    const value = at.kind === 'Name' ? soleValue(at, model) : undefined;
    if (at.kind === 'BinOp' && at.op === 'Add') pending.push(at.right, at.left);
    else if (value !== undefined) pending.push(value);
    else words.push(...wordsOf(at, model));
  }
  return words;
}

/** A name may lead to itself, and each of many to the one before it twice. */
const MAX_STEPS = 10_000;

const wordsOf = (command: Expression, model: SemanticModel): readonly (string | undefined)[] =>
  command.kind === 'List' || command.kind === 'Tuple'
    ? command.elts.map((word) => (word.kind === 'Starred' ? undefined : model.values.string(word)))
    : wordsOfText(command, model);

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
