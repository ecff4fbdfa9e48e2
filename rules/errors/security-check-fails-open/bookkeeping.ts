/** Whether a `try` in a check decides, or keeps books of what was decided before it. */
import { type Call, type Def, type Expression, lastName, type Node, stringConstant, type Try, wordsOfName } from '#ast';
import { words } from '#knowledge/words';
import type { Effect, SemanticModel } from '#semantics';
import { callsWithin, holdsInOwnCode } from '#semantics/effects/calls-within';
import { statementGivenTo } from '#semantics/rows/database-rows';
import { saysYes } from './check-passed.ts';

/**
 * `decides`: the body holds a refusal, a test or a call that is named like a check, or no refusal is before it.
 * `writes`: after refusals, all that the body calls writes, logs, or gives what writes. `unknown`: nothing shows which.
 */
type BodyOfCheck = 'decides' | 'writes' | 'unknown';

export function bodyOfCheck(tried: Try, fn: Def, model: SemanticModel): BodyOfCheck {
  const body = [...tried.body, ...tried.orelse];
  const isRefusal = (node: Node): boolean => refuses(node, model);
  const isRefusedBefore = holdsInOwnCode(fn.body, (node) => node.end <= tried.start && isRefusal(node));
  if (!isRefusedBefore || holdsInOwnCode(body, (node) => TESTS.has(node.kind))) return 'decides';
  const calls = callsWithin(body);
  if (calls.some(isNamedLikeCheck)) return 'decides';
  return calls.every((call) => keepsBooks(call, model)) ? 'writes' : 'unknown';
}

/** Ends the check with no, or with what is not known to be a yes. */
function refuses(node: Node, model: SemanticModel): boolean {
  return node.kind === 'Raise' || (node.kind === 'Return' && (node.value === undefined || !saysYes(node.value, model)));
}

const TESTS: ReadonlySet<string> = new Set(['If', 'IfExp', 'While', 'Assert', 'Match', 'Compare', 'BoolOp']);

/** May refuse by raising: `decode(token)`, `key.verify(…)`. */
const isNamedLikeCheck = ({ func }: Call): boolean =>
  wordsOfName(lastName(func) ?? '').some((word) => READING.has(word));

/** What raises where it is given no proof. */
const READING: ReadonlySet<string> = new Set(
  words('decode decrypt parse loads load match matches compare unseal unsign introspect lookup'),
);

const WRITING: ReadonlySet<Effect> = new Set<Effect>(['database', 'file', 'log', 'clean-up', 'sleep', 'pure', 'probe']);
const CHANGE = /^\s*(?:insert|update|delete|replace|upsert|merge)\b/i;

/** Writes, computes, or gives the object by which something is written: `self.connect()`, `connection.cursor()`. */
function keepsBooks(call: Call, model: SemanticModel): boolean {
  if (WRITING.has(model.effects.of(call)) || CHANGE.test(statementGivenTo(call, model) ?? '')) return true;
  if (isEntryWritten(call, model)) return true;
  const { parent } = call;
  const target =
    parent?.kind === 'withitem'
      ? parent.optional_vars
      : parent?.kind === 'Assign' && parent.targets.length === 1
        ? parent.targets[0]
        : undefined;
  const reads = target?.kind === 'Name' ? model.names.resolve(target)?.references : undefined;
  return reads?.every(isReceiver) ?? parent?.kind === 'withitem';
}

/** `event.get("id")` in what a statement is given to write: no test, and nothing that refuses. */
function isEntryWritten({ func, args: [key], parent }: Call, model: SemanticModel): boolean {
  if (func.kind !== 'Attribute' || func.attr !== 'get' || !/^\w+$/.test(stringConstant(key) ?? '')) return false;
  let around: Node | undefined = parent;
  while (around !== undefined && !('body' in around)) {
    if (around.kind === 'Call' && CHANGE.test(statementGivenTo(around, model) ?? '')) return true;
    around = around.parent;
  }
  return false;
}

/** Only what its methods do is wanted of it. */
function isReceiver(value: Expression): boolean {
  const { parent } = value;
  return parent?.kind === 'Attribute' && parent.parent?.kind === 'Call' && parent.parent.func === parent;
}
