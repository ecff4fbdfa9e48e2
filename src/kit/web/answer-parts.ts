/** What an answer to a caller is put together from. */
import {
  type Arg,
  argumentValues,
  type Call,
  type Def,
  type Expression,
  isCapWords,
  nameOfPlace,
  withoutAwait,
} from '../../ast/index.ts';
import { RESPONSE_MAKERS } from '../../knowledge/response-makers.ts';
import { walkOwnCode } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/**
 * The values inside an answer, through dicts, tuples, lists, conditionals, response makers (`jsonify(…)`,
 * `JSONResponse(…)`) and constructors (`Err(…)`, `Result(error=…)`); status and headers left out. A value that is none
 * of these is its own only part.
 */
export function partsOfAnswer(answer: Expression): readonly Expression[] {
  const parts: Expression[] = [];
  const pending: Expression[] = [answer];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const inner = innerParts(at);
    if (inner === undefined) parts.push(at);
    else for (let i = inner.length - 1; i >= 0; i--) pending.push(inner[i] as Expression);
  }
  return parts;
}

function innerParts(node: Expression): readonly Expression[] | undefined {
  switch (node.kind) {
    case 'Dict':
      return node.values;
    case 'Tuple':
    case 'List':
      return node.elts;
    case 'IfExp':
      return [node.body, node.orelse];
    case 'Await':
    case 'Starred':
      return [node.value];
    case 'Call':
      return isMaker(node) ? answeredArguments(node) : undefined;
    default:
      return undefined;
  }
}

function isMaker({ func }: Call): boolean {
  const name = nameOfPlace(func) ?? '';
  return RESPONSE_MAKERS.has(name) || isCapWords(name);
}

/** What a framework is told to make a response of, and of nothing beside it: the value of `JSONResponse(…)`, else the answer itself. */
export function answeredValue(answer: Expression, { names }: SemanticModel): Expression {
  if (answer.kind !== 'Call' || !RESPONSES.test(names.qualifiedName(answer.func) ?? '')) return answer;
  const [value, ...more] = answer.args;
  return value === undefined || more.length > 0 ? answer : value;
}

const RESPONSES =
  /^(?:(?:flask|quart)\.(?:json\.)?jsonify|(?:fastapi|starlette)\.responses\.\w*Response|aiohttp\.web\.(?:web_response\.)?json_response|django\.http\.(?:response\.)?\w*Response|litestar\.Response)$/;

/** What a response or an error is given to tell: its arguments, status and headers left out. */
export function answeredArguments({ args, keywords }: Call): readonly Expression[] {
  const bodyArguments = keywords.filter(
    ({ arg }) => arg === undefined || !/^(?:status|code|headers|media_type)/.test(arg),
  );
  return [...args, ...bodyArguments.map(({ value }) => value)];
}

/** How many calls an answer is followed through. */
const MAX_CALLS = 2;

/**
 * The values inside all answers of a function: through locals, what is put into a local answer later, and functions of
 * this file that make a part of it. A call of these is beside what they answer.
 */
export function partsAnsweredBy(fn: Def, model: SemanticModel): readonly Expression[] {
  return [...new Set(partsAnswered(fn, model, 0))];
}

function partsAnswered(fn: Def, model: SemanticModel, depth: number): readonly Expression[] {
  const answers = model.flow.returnValues(fn).flatMap((answer) => (answer === undefined ? [] : partsOfAnswer(answer)));
  const made = answers.flatMap((part) => {
    const parts = model.flow.origins(part).flatMap((origin) => (origin === part ? [part] : partsOfAnswer(origin)));
    return parts.flatMap((each) => [each, ...partsOfCalled(each, model, depth)]);
  });
  return [...made, ...partsAdded(fn, new Set(answers.flatMap((answer) => nameOfLocal(answer) ?? [])))];
}

function partsOfCalled(part: Expression, model: SemanticModel, depth: number): readonly Expression[] {
  const called = part.kind === 'Call' && depth < MAX_CALLS ? model.names.definitionOf(part.func) : undefined;
  return called === undefined || called.kind === 'ClassDef' ? [] : partsAnswered(called, model, depth + 1);
}

/** What a call gives to a function of this file that puts it into what it makes, as it is or as a text: `problem(500, str(error))`. */
export function partsHandedOn(node: Expression, model: SemanticModel): readonly Expression[] {
  const call = withoutAwait(node);
  const maker = call.kind === 'Call' ? model.names.definitionOf(call.func) : undefined;
  if (call.kind !== 'Call' || maker === undefined || maker.kind === 'ClassDef') return [];
  const made = new Set(
    partsAnsweredBy(maker, model).flatMap((part) =>
      model.flow.origins(part).map((each) => each.kind === 'Name' && model.names.parameterOf(each)),
    ),
  );
  const { posonlyargs, args, kwonlyargs, kwarg } = maker.args;
  const positional = [...posonlyargs, ...args].slice(model.context.classOfMethod(maker) === undefined ? 0 : 1);
  const named = (name: string | undefined): Arg | undefined =>
    [...positional, ...kwonlyargs].find(({ arg }) => arg === name) ?? kwarg;
  const given = [
    ...call.args.map((value, index) => ({ parameter: positional[index], value })),
    ...call.keywords.map(({ arg, value }) => ({ parameter: named(arg), value })),
  ];
  return given.flatMap(({ parameter, value }) => (parameter !== undefined && made.has(parameter) ? [value] : []));
}

/** `info["python"] = sys.version` and `info.update(python=sys.version)` before `return info`. */
function partsAdded(fn: Def, locals: ReadonlySet<string>): readonly Expression[] {
  const added: Expression[] = [];
  if (locals.size === 0) return added;
  const isAnswer = (place: Expression): boolean => locals.has(nameOfLocal(place) ?? '');
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Assign' && node.targets.some((target) => target.kind === 'Subscript' && isAnswer(target.value)))
      added.push(...partsOfAnswer(node.value));
    if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || node.func.attr !== 'update') return undefined;
    if (isAnswer(node.func.value)) added.push(...argumentValues(node).flatMap(partsOfAnswer));
    return undefined;
  });
  return added;
}

const nameOfLocal = (place: Expression): string | undefined => (place.kind === 'Name' ? place.id : undefined);
