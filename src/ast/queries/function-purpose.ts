import type { AsyncFunctionDef, FunctionDef } from '../nodes.generated.ts';

/** What the name of a function promises: `clean-up` ends or releases something, `question` answers yes or no. */
export type FunctionPurpose = 'clean-up' | 'question';

/** By whole words of the name: `_close_all` cleans up, `closest` does not. Undefined when it promises none of these. */
export function purposeOf(node: FunctionDef | AsyncFunctionDef): FunctionPurpose | undefined {
  const words = node.name
    .toLowerCase()
    .split('_')
    .filter((word) => word !== '' && word !== 'async');
  const [first, second] = words;
  if (first === undefined) return undefined;
  if (words.some((word) => ENDING_WORDS.has(word)) || node.name === '__exit__' || node.name === '__aexit__')
    return 'clean-up';
  if (words.length > 1 && (ENDING_VERBS.has(first) || (second === 'up' && UP_VERBS.has(first)))) return 'clean-up';
  if (words.length === 1 && ENDING_VERBS.has(first)) return 'clean-up';
  return QUESTION_WORDS.has(first) ? 'question' : undefined;
}

/** Anywhere in a name. */
const ENDING_WORDS: ReadonlySet<string> = new Set(
  'del close aclose closing shutdown cleanup teardown disconnect atexit finalize finalizer'.split(' '),
);

/** As the verb that a name begins with. */
const ENDING_VERBS: ReadonlySet<string> = new Set(
  'stop terminate kill dispose destroy release abort cancel quit exit unlink unregister unsubscribe remove purge reap'.split(
    ' ',
  ),
);
const UP_VERBS: ReadonlySet<string> = new Set(['clean', 'tidy']);

const QUESTION_WORDS: ReadonlySet<string> = new Set(
  'is has can are should supports check probe ping detect looks validate valid'.split(' '),
);
