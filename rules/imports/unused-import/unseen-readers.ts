/** Code that is in texts, and what it may read of the file around it. */
import { type Call, lastName, type Node, nodesOf } from '#ast';
import type { DoubtId } from '#findings';
import { callsTo } from '#kit/calls';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';

/** The doubt that a name which is bound at a place may be read where no tree shows it; undefined where nothing in the file does so. */
export function unseenReaderOf(name: string, at: Node, model: SemanticModel): DoubtId | undefined {
  const { context } = model;
  const reader = readersIn(model).find(
    ({ func }) => !LOCAL.test(lastName(func) ?? '') || context.defAround(func) === context.defAround(at),
  );
  return reader !== undefined || wordsOfExamples(model).has(name) ? 'external-use' : undefined;
}

const READERS: ReadonlySet<string> = new Set(
  ['eval', 'exec', 'globals', 'locals', 'vars'].map((name) => `builtins.${name}`),
);
/** Of these a function sees its own names alone. */
const LOCAL = /^(?:locals|vars)$/;

/** What finds names by texts that are made at run time. */
const readersIn = memoizeByFile((model: SemanticModel) => callsTo(READERS, model).filter(readsOwnNames));

/** `vars(object)` is about the object, and `eval(text, names)` reads what it is given. */
const readsOwnNames = ({ func, args, keywords }: Call): boolean =>
  args.length + keywords.length < (/^(?:eval|exec)$/.test(lastName(func) ?? '') ? 2 : 1);

/** Words of the lines that `doctest` runs. */
const wordsOfExamples = memoizeByFile(({ source }: SemanticModel): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const { value } of nodesOf(source.module, 'Constant')) {
    if (value.kind !== 'str' || !value.value.includes('>>>')) continue;
    for (const [line] of value.value.matchAll(/^[ \t]*(?:>>>|\.\.\.) .*/gm))
      for (const [word] of line.matchAll(/\w+/g)) words.add(word);
  }
  return words;
});
