/** Code that stands in texts, and what it may read of the file around it. */
import { type Call, nodesOf } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { callsTo } from '../calls/calls-to.ts';

/** Why a name of a file may be read where no tree shows it, as a clause; undefined where nothing in the file does so. */
export function unseenReaderOf(name: string, model: SemanticModel): string | undefined {
  const reader = anyReader(model);
  if (reader !== '') return reader;
  return wordsOfExamples(model).has(name) ? 'an example in a docstring names it' : undefined;
}

const NAMESPACES = ['globals', 'locals', 'vars'];

const READERS: ReadonlySet<string> = new Set(['eval', 'exec', ...NAMESPACES].map((name) => `builtins.${name}`));

/** What finds names of the file by texts that are made at run time; nothing is kept as an empty text. */
const anyReader = memoize((model: SemanticModel): string => {
  const call = callsTo(READERS, model).find(readsOwnNames);
  return call === undefined ? '' : `\`${model.source.text.slice(call.func)}()\` in the file may find it`;
});

/** `vars(object)` is about the object, and `eval(text, names)` reads what it is given. */
const readsOwnNames = ({ func, args, keywords }: Call): boolean =>
  args.length + keywords.length < (func.kind === 'Name' && ['eval', 'exec'].includes(func.id) ? 2 : 1);

/** Words of the lines that `doctest` runs. */
const wordsOfExamples = memoize(({ source }: SemanticModel): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const { value } of nodesOf(source.module, 'Constant')) {
    if (value.kind !== 'str' || !value.value.includes('>>>')) continue;
    for (const [line] of value.value.matchAll(/^[ \t]*(?:>>>|\.\.\.) .*/gm))
      for (const [word] of line.matchAll(/\w+/g)) words.add(word);
  }
  return words;
});
