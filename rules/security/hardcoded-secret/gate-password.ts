/** Passwords and keys of the code that someone is let in by. */
import {
  ancestors,
  type Compare,
  type Constant,
  type Expression,
  holds,
  lastName,
  type Name,
  stringConstant,
} from '#ast';
import { isPasswordName, secretKindOf } from '#knowledge/secrets';
import type { SemanticModel } from '#semantics';
import { flowsInto, UNTRUSTED } from '#semantics/taint/flows';
import { ANY_SINK } from '#semantics/taint/sinks';
import { keyRead } from '#semantics/values/keyed-read';

/**
 * `ADMIN_PASSWORD = "open-sesame"`, which the password that someone shows is compared with, or `secret_code != "open-sesame"`: however
 * plain, it lets in. `isUnsent` where nothing shows that the compared value is untrusted.
 */
export function passwordOfGate(literal: Constant, model: SemanticModel) {
  const { parent } = literal;
  if (parent?.kind === 'Compare') {
    const name = shownAt(literal, parent, model);
    if (name === undefined || isLookedFor(parent, model) || !isSentTo(literal, model)) return undefined;
    return { name, names: [name], isFallback: false, isUnsent: false };
  }
  const target = parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  // A default is looked for so that it is replaced.
  if (target?.kind !== 'Name' || !isPasswordName(target.id) || /default/i.test(target.id)) return undefined;
  const gates = (model.names.resolve(target)?.references ?? []).filter(
    (use) => use.parent?.kind === 'Compare' && shownAt(use, use.parent, model) !== undefined,
  );
  if (gates.length === 0) return undefined;
  return {
    name: target.id,
    names: [target.id],
    isFallback: false,
    isUnsent: !gates.some((use) => isSentTo(use, model)),
  };
}

/** What is compared with it, where that is called a password, or a code that is a secret. */
function shownAt(side: Constant | Name, test: Compare, model: SemanticModel): string | undefined {
  if (test.ops.length > 1 || (test.ops[0] !== 'Eq' && test.ops[0] !== 'NotEq')) return undefined;
  const names = [test.left, ...test.comparators].flatMap((each) =>
    each === side ? [] : (keyRead(each, model) ?? lastName(each) ?? []),
  );
  return names.find((name) => (side.kind !== 'Name' || name !== side.id) && isShown(name));
}

const isShown = (name: string): boolean =>
  isPasswordName(name) || (/code$/i.test(name) && secretKindOf(name.replace(/_?code$/i, '')) === 'own');

/** `if password == "changeme": raise`: who shows it is kept out. */
function isLookedFor(test: Compare, { flow }: SemanticModel): boolean {
  const branch = [...ancestors(test)].find(({ kind }) => kind === 'If');
  return test.ops[0] === 'Eq' && branch?.kind === 'If' && flow.alwaysRaises(branch.body);
}

const isSentTo = (side: Constant | Name, model: SemanticModel): boolean =>
  comparedWith(side).some((each) =>
    flowsInto(each, model, ANY_SINK).some(({ kind, doubt }) => UNTRUSTED.has(kind) && doubt === undefined),
  );

/** `TOKEN = os.getenv("ADMIN_TOKEN", "change-me")`, which untrusted input is compared with: anyone who knows the text comes in. */
export function isComparedWithInput(literal: Constant, model: SemanticModel): boolean {
  const statement = [...ancestors(literal)].find(({ kind }) => kind === 'Assign');
  const target = statement?.kind === 'Assign' ? statement.targets[0] : undefined;
  if (target?.kind !== 'Name') return false;
  const references = model.names.resolve(target)?.references ?? [];
  return references.some((use) => isSentTo(use, model));
}

/**
 * Whether the function around it reads `hub.verify_token`, by which a sender of webhooks asks once whether it may send: anyone who knows
 * the text gets nothing but their own words back. Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export function onlyAnswersChallenge(literal: Constant): boolean {
  const fn = [...ancestors(literal)].find(({ kind }) => kind === 'FunctionDef' || kind === 'AsyncFunctionDef');
  return (
    fn !== undefined && holds(fn, (node) => node.kind === 'Constant' && stringConstant(node) === 'hub.verify_token')
  );
}

/** The other sides of `==`, `!=` and `compare_digest`, also where the name is a part of its own: `f"Bearer {TOKEN}"`, `TOKEN.encode()`. */
function comparedWith(name: Constant | Name): readonly Expression[] {
  let side: Expression = name;
  for (const outer of ancestors(name)) {
    if (outer.kind === 'Compare') {
      const isEquality = outer.ops.every((op) => op === 'Eq' || op === 'NotEq');
      return isEquality ? [outer.left, ...outer.comparators].filter((each) => each !== side) : [];
    }
    if (outer.kind === 'Call' && lastName(outer.func) === 'compare_digest')
      return outer.args.filter((each) => each !== side);
    if (!PARTS.has(outer.kind) || (outer.kind === 'Call' && outer.func !== side)) return [];
    side = outer as Expression;
  }
  return [];
}

const PARTS: ReadonlySet<string> = new Set(['Attribute', 'Call', 'FormattedValue', 'JoinedStr']);
