import { ancestors, type Call, lastName, type Node, nodesOf } from '../../ast/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { codesIn } from '../code-names.ts';
import { SAYS_AT_IMPORT, SAYS_IN_LOOP, SAYS_NO_CONTEXT, SAYS_NOT_AWAITED } from '../reading/words/surrounding-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import { sentencesOf } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { endedFact, presentFact } from './present-fact.ts';
import { auditedScope, type Scope, scopesOf } from './spoken-scope.ts';
import { headOf } from './stated-absence.ts';

interface Surrounding {
  readonly says: RegExp;
  readonly called: string;
  readonly holds: (call: Call) => boolean;
}

const LOOPS: ReadonlySet<Node['kind']> = new Set([
  'For',
  'AsyncFor',
  'While',
  'ListComp',
  'SetComp',
  'DictComp',
  'GeneratorExp',
]);
const FUNCTIONS: ReadonlySet<Node['kind']> = new Set(['FunctionDef', 'AsyncFunctionDef', 'Lambda']);

const SURROUNDINGS: readonly Surrounding[] = [
  { says: SAYS_IN_LOOP, called: 'in a loop', holds: isInLoop },
  { says: SAYS_NOT_AWAITED, called: 'without `await`', holds: (call) => !isDirectlyBelow(call, 'Await') },
  { says: SAYS_NO_CONTEXT, called: 'without `with`', holds: (call) => !isDirectlyBelow(call, 'withitem') },
  { says: SAYS_AT_IMPORT, called: 'when the module is imported', holds: isAtImport },
];

/** A sentence says what stands around a call that it names, and that stands around it. */
export function callSurroundings(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  for (const [i, sentence] of sentencesOf(anchored.claim).entries()) {
    for (const surrounding of SURROUNDINGS) {
      if (!surrounding.says.test(sentence)) continue;
      const codes = codesIn(sentence);
      for (const code of codes.filter(isCallable)) {
        const scopes = scopesOf(sentence, [code], anchored, ground);
        const verdict =
          standing(surrounding, code, scopes, anchored) ??
          (i === 0 ? ended(surrounding, code, scopes, ground) : undefined);
        if (verdict !== undefined) return verdict;
      }
    }
  }
  return undefined;
}

const isCallable = (code: string): boolean => /^(?:await )?[\w.]+(?:\(.*\))?$/.test(code);

function standing(
  { called, holds }: Surrounding,
  code: string,
  scopes: readonly Scope[],
  anchored: AnchoredClaim,
): Verdict | undefined {
  const found = scopes.flatMap((scope) =>
    callsOf(code, scope)
      .filter(holds)
      .map((call) => ({
        message: `\`${code}\` ${called}`,
        path: scope.file.path,
        line: scope.file.text.lineAt(call.start),
      })),
  );
  const [first] = found;
  return (
    first &&
    presentFact(anchored, `\`${code}\` is called ${called} at ${first.path}:${first.line}`, found.slice(0, MOST_TOLD))
  );
}

const MOST_TOLD = 6;

/** It is called otherwise now, or not at all, and was called so when the document was written. */
function ended(
  { called, holds }: Surrounding,
  code: string,
  scopes: readonly Scope[],
  ground: VerdictGround,
): Verdict | undefined {
  const [first] = scopes;
  const before = scopes.flatMap((scope) => auditedScope(scope, ground) ?? []);
  if (first === undefined || !before.some((scope) => callsOf(code, scope).some(holds))) return undefined;
  const because = `\`${code}\` was called ${called} in ${first.called} when the document was written, and is not any more`;
  return endedFact(because, [], undefined);
}

/** The calls of what a text names, whatever object it is asked of. */
export function callsOf(code: string, { file, lines }: Scope): readonly Call[] {
  const [head] = headOf(code);
  if (head === undefined || !file.isPython) return [];
  return nodesOf(file.module, 'Call').filter((call) => {
    const line = file.text.lineAt(call.start);
    return lastName(call.func) === head && line >= lines.first && line <= lines.last;
  });
}

/** What a loop goes through is asked for once. */
function isInLoop(call: Call): boolean {
  let below: Node = call;
  for (const node of ancestors(call)) {
    if (FUNCTIONS.has(node.kind)) return false;
    const isOnce =
      (node.kind === 'For' || node.kind === 'AsyncFor') &&
      (below === node.iter || node.orelse.includes(below as never));
    const isFirst = node.kind === 'comprehension' && below === node.iter;
    if (isFirst) return false;
    if (LOOPS.has(node.kind) && !isOnce) return true;
    below = node;
  }
  return false;
}

function isDirectlyBelow(call: Call, kind: Node['kind']): boolean {
  for (const node of ancestors(call)) return node.kind === kind;
  return false;
}

function isAtImport(call: Call): boolean {
  for (const node of ancestors(call)) if (FUNCTIONS.has(node.kind)) return false;
  return true;
}
