/** What is put into a local that a route answers with further down: `status["database"] = text`, `results.append({"message": text})`. */
import {
  ancestors,
  argumentValues,
  blocksOf,
  type Call,
  type Expression,
  isWithin,
  type Name,
  type Node,
  type Stmt,
} from '#ast';
import { type ClientAnswer, clientAnswerAt, partsOfAnswer } from '#kit/web';
import type { Definition, SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

/** Values that go into a local. */
export interface PutIntoLocal {
  readonly local: Name;
  readonly values: readonly Expression[];
}

const PUTTING: ReadonlySet<string> = new Set([
  ...['append', 'appendleft', 'add', 'extend', 'insert', 'setdefault', 'update'],
]);

/** What a statement or a call puts into a local, at whatever depth; undefined where it does no such thing. */
export function putIntoLocal(node: Node): PutIntoLocal | undefined {
  const into = (place: Expression, values: readonly Expression[]): PutIntoLocal | undefined => {
    const local = rootOf(place);
    return local && { local, values: values.flatMap(partsOfAnswer) };
  };
  if (node.kind === 'Assign') {
    const [target, other] = node.targets;
    return target === undefined || other !== undefined ? undefined : into(target, [node.value]);
  }
  if (node.kind === 'AugAssign') return into(node.target, [node.value]);
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || !PUTTING.has(node.func.attr)) return undefined;
  return into(node.func.value, argumentValues(node));
}

/** `status` of `status["checks"]["database"]`. */
function rootOf(place: Expression): Name | undefined {
  let at = place;
  while (at.kind === 'Subscript') at = at.value;
  return at.kind === 'Name' ? at : undefined;
}

/** The answer to a client that a local carries what it was just given to; undefined where none further down does. */
export function answerCarrying(
  { local }: PutIntoLocal,
  model: SemanticModel,
): { readonly at: Node; readonly answer: ClientAnswer } | undefined {
  const fn = model.context.defAround(local);
  if (fn === undefined) return undefined;
  const carrier = new Carriers(fn.body, model);
  const sought = definitionsOf(local, model);
  let found: { readonly at: Node; readonly answer: ClientAnswer } | undefined;
  walkOwnCode(fn.body, (node) => {
    if (found !== undefined || node.end <= local.end) return 'skip';
    const answer = node.start > local.end ? clientAnswerAt(node, model) : undefined;
    if (answer === undefined || !model.flow.mayComeTo(local, node)) return undefined;
    const isCarried = answer.parts.some((part) => carrier.hasPart(part, sought));
    if (isCarried && !isBoundAnew(local, node, model)) found = { at: node, answer };
    return undefined;
  });
  return found;
}

/** What the name may hold there; of a name that is bound there, that. */
function definitionsOf(name: Name, { flow, names }: SemanticModel): readonly Definition[] {
  const bound = names.resolve(name)?.definitions.filter(({ node }) => node === name) ?? [];
  return bound.length > 0 ? bound : flow.reachingDefinitions(name);
}

/** Between the two another statement, to which the first always leads, gives the name something else. */
function isBoundAnew(local: Name, answer: Node, { names }: SemanticModel): boolean {
  return (names.resolve(local)?.definitions ?? []).some(
    ({ node, statement }) =>
      node.start > local.end && statement.end <= answer.start && isFurtherDownTheBlock(statement, local),
  );
}

function isFurtherDownTheBlock(statement: Node, first: Node): boolean {
  for (const outer of ancestors(first)) {
    const block = blocksOf(outer).find((each) => each.some((other) => other === statement));
    if (block?.some((other) => isWithin(first, other)) === true) return true;
  }
  return false;
}

/** Which locals of a function carry one another. */
class Carriers {
  readonly #puts: PutIntoLocal[] = [];

  constructor(
    body: readonly Stmt[],
    private readonly model: SemanticModel,
  ) {
    walkOwnCode(body, (node) => {
      const put = putIntoLocal(node);
      if (put !== undefined) this.#puts.push(put);
    });
  }

  /** Whether a value is, or is put together with, what one of the definitions binds. */
  hasPart(value: Expression, sought: readonly Definition[], met = new Set<Definition>()): boolean {
    const name = carriedIn(value);
    if (name === undefined) return false;
    const held = this.model.flow.reachingDefinitions(name);
    if (held.some((definition) => sought.includes(definition))) return true;
    return held.some((definition) => {
      if (met.has(definition)) return false;
      met.add(definition);
      const given = this.#puts.filter(({ local }) => definitionsOf(local, this.model).includes(definition));
      const parts = [
        ...(definition.value === undefined ? [] : partsOfAnswer(definition.value)),
        ...given.flatMap(({ values }) => values),
      ];
      return parts.some((part) => this.hasPart(part, sought, met));
    });
  }
}

/** `errors` of `errors`, `errors[:10]`, `list(errors)` and `"; ".join(errors)`: what is told has all of it. */
function carriedIn(value: Expression): Name | undefined {
  if (value.kind === 'Name') return value;
  if (value.kind === 'Subscript') return value.slice.kind === 'Slice' ? carriedIn(value.value) : undefined;
  const [only, ...others] = value.kind === 'Call' ? value.args : [];
  const isWhole = value.kind === 'Call' && only !== undefined && others.length === 0 && returnsWhole(value);
  return isWhole ? carriedIn(only) : undefined;
}

const GIVING_WHOLE: ReadonlySet<string> = new Set(['list', 'tuple', 'sorted', 'reversed', 'str', 'join']);

const returnsWhole = ({ func }: Call): boolean =>
  (func.kind === 'Name' && GIVING_WHOLE.has(func.id)) || (func.kind === 'Attribute' && func.attr === 'join');
