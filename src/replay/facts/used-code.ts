import { nodesOf } from '../../ast/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { SAYS_NOT } from '../reading/words/fact-words.ts';
import { USE_BEFORE, USE_BEHIND } from '../reading/words/use-words.ts';
import type { Evidence, Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { placesIn, wholeFiles } from './audited-code.ts';
import { presentFact } from './present-fact.ts';
import { lineOf, type SpokenCode, spokenCode } from './spoken-code.ts';

/** "Use of `pickle.loads`", "`shell=True` in a call": the title calls it a defect that code is used, and it is, where the claim says so. */
export function usedCode(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title, status } = anchored.claim;
  // What may be used elsewhere in the file was perhaps mended where it was meant.
  if (SAYS_NOT.test(title) || status === 'fixed' || WELL.test(saidOfIt(title))) return undefined;
  const said = spokenCode(title).filter(({ text }) => isSaidUsed(text, title));
  const files = wholeFiles(anchored, ground);
  for (const code of said) {
    const found = files
      .filter(({ module }) => !SAYS_ASYNC.test(title) || nodesOf(module, 'AsyncFunctionDef').length > 0)
      .flatMap((file) => usesIn(file, code, anchored, ground));
    const [first] = found;
    if (first === undefined) continue;
    return presentFact(anchored, `\`${code.text}\` stands at ${first.path}:${first.line}`, found.slice(0, MOST_TOLD));
  }
  return undefined;
}

/** "Used instead of" tells what should stand there. */
const saidOfIt = (title: string): string => title.split(/used instead of/i, 1)[0] ?? title;

function isSaidUsed(code: string, title: string): boolean {
  const quoted = `\`${code}\``;
  const at = title.indexOf(quoted);
  const before = title.slice(Math.max(0, at - MOST_BEFORE), at);
  return at >= 0 && (USE_BEFORE.test(before) || USE_BEHIND.test(title.slice(at + quoted.length)));
}

const MOST_BEFORE = 100;

/** It is told for comparison. */
const WELL = /(?<![\p{L}])(?:correct(?:ly)?|already|properly|safely|good|instead)(?![\p{L}])/iu;

/** It is a defect there alone: where nothing runs on an event loop, its use says nothing. */
const SAYS_ASYNC =
  /(?<![\p{L}])(?:async(?:hronous)?|event loop|as[íi]ncron[oa]|asynchrone?|асинхронн\p{L}*)(?![\p{L}])|异步/iu;

const MOST_TOLD = 6;
const NEAR = 2;

function usesIn(
  file: CodeFile,
  code: SpokenCode,
  { claim }: AnchoredClaim,
  { past }: VerdictGround,
): (Evidence & { readonly path: string })[] {
  const ranges = placesIn(claim, file.path).flatMap(({ path, ranges: given }) =>
    given.map((range) => past?.drift(path, range, file.path) ?? range),
  );
  const stretches = ranges.length > 0 ? ranges : [{ first: 1, last: file.lineCount }];
  return stretches.flatMap(({ first, last }) => {
    const tokens = file.tokens.filter(({ line }) => line >= first - NEAR && line <= last + NEAR);
    const line = lineOf(code, tokens);
    return line === undefined ? [] : { message: `\`${code.text}\` stands here`, path: file.path, line };
  });
}
