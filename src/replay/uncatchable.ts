import { dottedName, type Expression, nodesOf } from '../ast/index.ts';
import { EXCEPTION_BASES } from '../knowledge/exception-hierarchy.ts';
import type { AnchoredClaim } from './anchor-claim.ts';
import type { Claim } from './claim.ts';
import type { Evidence } from './replayed-claim.ts';
import type { CodeFile, RepositoryCode } from './repository-code.ts';

/**
 * The handlers at the sure places of a claim that says of them that they catch some exception, if not one of them can: every one names builtin
 * exceptions, of which what is said to be caught is no case. Undefined where the claim says no such thing, or a handler might.
 */
export function helplessHandlers(
  { claim, anchors }: AnchoredClaim,
  code: RepositoryCode,
): readonly Evidence[] | undefined {
  const said = saidCaught(claim);
  if (said.length === 0) return undefined;
  const found: Evidence[] = [];
  for (const { path, lines, confidence } of anchors) {
    const file = confidence === 'low' ? undefined : code.file(path);
    if (file?.isPython !== true) continue;
    for (const node of nodesOf(file.module, 'ExceptHandler')) {
      const line = file.text.lineAt(node.start);
      if (line < lines.first || line > lines.last) continue;
      const caught = builtinsIn(node.type, file);
      if (caught === undefined || said.some((name) => caught.some((each) => isCase(name, each)))) return undefined;
      const names = said.map((name) => `\`${name}\``).join(', ');
      found.push({
        message: `it catches ${caught.map((each) => `\`${each}\``).join(', ')}, and no ${names}`,
        path,
        line,
      });
    }
  }
  return found.length === 0 ? undefined : found;
}

/** Builtin exceptions of which a sentence says, and does not deny, that they are caught. */
function saidCaught({ title, text }: Claim): string[] {
  const sentences = [title, ...text.split(/(?<=[.!?;])\s+|\n+/)];
  const names = sentences
    .filter((sentence) => !DENIES.test(sentence))
    .flatMap((sentence) => [...sentence.matchAll(CATCHES)])
    .flatMap(([, list = '']) => list.match(/[A-Z]\w+/g) ?? [])
    .filter((name) => EXCEPTION_BASES.has(`builtins.${name}`));
  // That it catches `Exception` says nothing of what it cannot.
  return [...new Set(names)].filter((name) => name !== 'Exception' && name !== 'BaseException');
}

/** The names stand right behind the word: what follows later may be what is raised instead. */
const CATCHES =
  /\b(?:catch|swallow|suppress)(?:es|s|ing|ed)?\s+(?:(?:all|every|any|the|an?|even|also)\s+){0,3}`?([A-Z]\w{2,40}(?:`?(?:,\s+|\s+)(?:(?:and|or)\s+)?`?[A-Z]\w{2,40}){0,5})/g;
const DENIES = /\b(?:not|never|no|nor|cannot|without|instead|only|should|would|could|but|except for)\b|n['’]t\b/i;

/** What a handler names, if all of it are builtin exceptions that the file does not bind anew; undefined of a bare `except`. */
function builtinsIn(type: Expression | undefined, file: CodeFile): readonly string[] | undefined {
  if (type === undefined) return undefined;
  const names = (type.kind === 'Tuple' ? type.elts : [type]).map(dottedName);
  const isBuiltin = (name: string | undefined): name is string =>
    name !== undefined && EXCEPTION_BASES.has(`builtins.${name}`) && !isBound(name, file);
  return names.every(isBuiltin) ? names : undefined;
}

function isBound(name: string, { constructs, module }: CodeFile): boolean {
  if (constructs.some((each) => each.name === name)) return true;
  return [...nodesOf(module, 'ImportFrom'), ...nodesOf(module, 'Import')].some(({ names }) =>
    names.some((each) => each.name === '*' || (each.asname ?? each.name) === name),
  );
}

function isCase(name: string, of: string): boolean {
  if (name === of) return true;
  const bases = EXCEPTION_BASES.get(`builtins.${name}`) ?? [];
  return bases.some((base) => isCase(base.replace(/^builtins\./, ''), of));
}
