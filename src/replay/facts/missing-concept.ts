import { defsOf, docstringOf, nodesOf, parametersOf } from '../../ast/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { codesIn } from '../code-names.ts';
import { type CodeToken, tokensIn } from '../code-tokens.ts';
import { lastHeld } from '../quote-past.ts';
import { CONCEPTS, type Concept, saysMissing } from '../reading/words/concept-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import { aboutIt } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { endedFact, presentFact } from './present-fact.ts';
import { auditedScope, lineWith, type Scope, scopesOf } from './spoken-scope.ts';

/**
 * "No timeout", "without logging": nothing where the sentence says so is called as such code is. Names are taken for a sign of it wherever they
 * have one of its words, so that what is said to be missing surely is.
 */
export function missingConcept(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  for (const [i, sentence] of aboutIt(anchored.claim).entries()) {
    for (const concept of CONCEPTS) {
      if ((i > 0 && concept.called === NEEDS_MORE) || !saysMissing(concept, sentence)) continue;
      const verdict = missingHere(concept, sentence, i === 0, anchored, ground);
      if (verdict !== undefined) return verdict;
    }
  }
  return undefined;
}

/** That there is no lock is a defect only where threads meet, so that in passing it proves nothing. */
const NEEDS_MORE = 'lock';

function missingHere(
  concept: Concept,
  sentence: string,
  isTitle: boolean,
  anchored: AnchoredClaim,
  ground: VerdictGround,
): Verdict | undefined {
  if (concept.reach === 'repository' || namesNothing(anchored))
    return isTitle ? missingAnywhere(concept, anchored, ground) : undefined;
  const bare = concept.called === 'type hints' ? bareParameter(sentence, anchored, ground) : undefined;
  if (bare !== undefined) return bare;
  const scopes = reaching(concept, scopesOf(sentence, codesIn(sentence).filter(isCall), anchored, ground));
  const signs = scopes.map((scope) => signOf(concept, scope));
  const lacking = scopes.filter((_, i) => signs[i] === undefined);
  // What may stand anywhere in a file may stand in any of the files.
  const isMissed = concept.reach === 'file' ? lacking.length === scopes.length : lacking.length * 2 >= scopes.length;
  if (lacking.length > 0 && isMissed) {
    const evidence = lacking.map(({ file, lines }) => ({
      message: `no ${concept.called}`,
      path: file.path,
      line: lines.first,
    }));
    return presentFact(
      anchored,
      `no sign of ${concept.called} in ${lacking.map(({ called }) => called).join(', ')}`,
      evidence,
    );
  }
  const [first] = scopes;
  if (!isTitle || first === undefined || !scopes.every((scope) => isNew(concept, scope, ground))) return undefined;
  const evidence = [{ message: `a sign of it`, path: first.file.path, line: signs[0] }];
  const because = `${first.called} has a ${concept.called} in line ${signs[0]}, and had none when the document was written`;
  return endedFact(because, evidence, broughtIn(concept, first.file.path, ground));
}

/** "`limit` parameter has no type hint": it is one of the function around, and has none. */
function bareParameter(sentence: string, anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const names = codesIn(sentence);
  const scopes = scopesOf(sentence, names, anchored, ground).filter(({ construct }) => construct?.kind === 'function');
  for (const scope of scopes) {
    const bare = functionsIn(scope)
      .flatMap(parametersOf)
      .find((each) => each.annotation === undefined && names.includes(each.name));
    const at = { path: scope.file.path, line: scope.lines.first };
    if (bare !== undefined)
      return presentFact(anchored, `\`${bare.name}\` of ${scope.called} has no type hint`, [
        { message: 'no type hint', ...at },
      ]);
  }
  return undefined;
}

/** The commit before which nothing in a file was called so. */
function broughtIn({ called, shown }: Concept, path: string, { past }: VerdictGround): string | undefined {
  if (past === undefined || TREES.has(called)) return undefined;
  const isSign = ({ kind, text }: CodeToken): boolean =>
    (kind === 'name' || (kind === 'text' && !text.includes('\n'))) && shown.test(text);
  return lastHeld(path, past, (then) => !tokensIn(then).some(isSign))?.removedIn;
}

/** What is asked of a call is missed there, not in the function that it calls. */
const isCall = (code: string): boolean => /[.(]/.test(code);

const namesNothing = ({ claim, anchors, missing }: AnchoredClaim): boolean =>
  claim.places.length === 0 && missing.length === 0 && anchors.every(({ confidence }) => confidence === 'low');

/** Of what may stand elsewhere in a file the whole file has to be free. */
function reaching({ reach }: Concept, scopes: readonly Scope[]): readonly Scope[] {
  if (reach !== 'file') return scopes;
  const whole = scopes.map(({ file }) => file);
  return [...new Set(whole)].map((file) => ({
    file,
    lines: { first: 1, last: Math.max(1, file.lineCount) },
    called: `\`${file.path}\``,
    construct: undefined,
  }));
}

/** The line that may be it. */
function signOf({ called, shown }: Concept, scope: Scope): number | undefined {
  const inTree = TREES.get(called);
  if (inTree === undefined) return lineWith(scope, (word) => shown.test(word));
  return scope.file.isPython ? inTree(scope) : scope.lines.first;
}

function isNew(concept: Concept, scope: Scope, ground: VerdictGround): boolean {
  const before = auditedScope(scope, ground);
  return before !== undefined && signOf(concept, before) === undefined && signOf(concept, scope) !== undefined;
}

const TREES: ReadonlyMap<string, (scope: Scope) => number | undefined> = new Map([
  ['docstring', docstringIn],
  ['type hints', annotationIn],
  ['error handling', handlerIn],
]);

const functionsIn = ({ file: { module, text }, lines }: Scope) =>
  defsOf(module).filter((node) => {
    const line = text.lineAt(node.start);
    return line >= lines.first && line <= lines.last;
  });

function docstringIn(scope: Scope): number | undefined {
  const { module, text } = scope.file;
  const { construct, lines } = scope;
  const owners = [...functionsIn(scope), ...nodesOf(module, 'ClassDef')].filter(
    (node) => construct === undefined || text.lineAt(node.start) === construct.lines.first,
  );
  const documented = owners.find((node) => docstringOf(node) !== undefined);
  if (documented !== undefined) return text.lineAt(documented.start);
  return construct === undefined && docstringOf(module) !== undefined ? lines.first : undefined;
}

function annotationIn(scope: Scope): number | undefined {
  const annotated = functionsIn(scope).find(
    (node) => node.returns !== undefined || parametersOf(node).some(({ annotation }) => annotation !== undefined),
  );
  if (annotated !== undefined) return scope.file.text.lineAt(annotated.start);
  // Where no function is, none can lack them.
  return functionsIn(scope).length === 0 ? scope.lines.first : undefined;
}

/** A `try` within it, or around it. */
function handlerIn({ file: { module, text }, lines }: Scope): number | undefined {
  const tries = [...nodesOf(module, 'Try'), ...nodesOf(module, 'TryStar')];
  const near = tries.find((node) => text.lineAt(node.start) <= lines.last && text.lineAt(node.end - 1) >= lines.first);
  return near === undefined ? undefined : text.lineAt(near.start);
}

/** In no code and no setting of the repository. */
function missingAnywhere(
  concept: Concept,
  anchored: AnchoredClaim,
  { code, conclusions }: VerdictGround,
): Verdict | undefined {
  if (concept.reach === 'around' || TREES.has(concept.called) || !conclusions.isComplete) return undefined;
  const holding = code.holding(concept.shown);
  if (holding !== undefined) return undefined;
  return presentFact(anchored, `no code and no setting of the repository speaks of a ${concept.called}`, []);
}
