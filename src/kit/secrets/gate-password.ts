/** Passwords and keys of the code that somebody is let in by. */
import {
  ancestors,
  type Constant,
  type Expression,
  holds,
  lastName,
  type Name,
  stringConstant,
} from '../../ast/index.ts';
import { isPasswordName } from '../../knowledge/secrets.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { NOTHING_CLEANS } from '../../semantics/strangers/cleanings.ts';
import { STRANGE, waysInto } from '../../semantics/strangers/ways.ts';
import { keyRead } from '../texts/keyed-read.ts';

/** `ADMIN_PASSWORD = "open-sesame"`, which the password that somebody shows is compared with: however plain, it lets in. */
export function passwordOfGate({ parent }: Constant, model: SemanticModel) {
  const target = parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  // A default is looked for so that it is replaced.
  if (target?.kind !== 'Name' || !isPasswordName(target.id) || /default/i.test(target.id)) return undefined;
  const isCompared = model.names.resolve(target)?.references.some(({ parent: test }) => {
    if (test?.kind !== 'Compare' || (test.ops[0] !== 'Eq' && test.ops[0] !== 'NotEq')) return false;
    return [test.left, ...test.comparators].some((side) => {
      const name = keyRead(side, model) ?? lastName(side) ?? '';
      return name !== target.id && isPasswordName(name);
    });
  });
  return isCompared === true ? { name: target.id, names: [target.id], isFallback: false } : undefined;
}

/** `TOKEN = os.getenv("ADMIN_TOKEN", "change-me")`, which what a stranger sends is compared with: whoever knows the text comes in. */
export function isAskedOfStrangers(literal: Constant, model: SemanticModel): boolean {
  const statement = [...ancestors(literal)].find(({ kind }) => kind === 'Assign');
  const target = statement?.kind === 'Assign' ? statement.targets[0] : undefined;
  if (target?.kind !== 'Name') return false;
  const references = model.names.resolve(target)?.references ?? [];
  return references.some((use) =>
    comparedWith(use).some((side) =>
      waysInto(side, model, NOTHING_CLEANS).some(({ kind, doubt }) => STRANGE.has(kind) && doubt === undefined),
    ),
  );
}

/**
 * Whether the function around it reads `hub.verify_token`, by which a sender of webhooks asks once whether it may send: whoever knows
 * the text gets nothing but their own words back. Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export function onlyAnswersChallenge(literal: Constant): boolean {
  const fn = [...ancestors(literal)].find(({ kind }) => kind === 'FunctionDef' || kind === 'AsyncFunctionDef');
  return (
    fn !== undefined && holds(fn, (node) => node.kind === 'Constant' && stringConstant(node) === 'hub.verify_token')
  );
}

/** The other sides of `==`, `!=` and `compare_digest`, also where the name is a part of its own: `f"Bearer {TOKEN}"`, `TOKEN.encode()`. */
function comparedWith(name: Name): readonly Expression[] {
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
