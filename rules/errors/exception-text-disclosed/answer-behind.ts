/** Answers to clients that hold what a function of the file gives to its callers. */
import { ancestors, type Expression, type Name, type Node } from '#ast';
import { type ClientAnswer, clientAnswerAt } from '#kit/web';
import type { FunctionNode, SemanticModel, ValueUse } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { loadsBehind } from '#semantics/context/uses-in-file';

export interface AnswerBehind {
  readonly at: Node;
  readonly answer: ClientAnswer;
}

/** The answer that a caller in this file makes of what a function returns: `text = await perform(…)`, `await message.answer(text)`. */
export function answerBehind(fn: FunctionNode, model: SemanticModel, depth = 0): AnswerBehind | undefined {
  if (depth > DEEPEST) return undefined;
  for (const call of callsOfFunction(model, fn)) {
    const found = answerWith(call, model, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

const DEEPEST = 2;

function answerWith(value: Expression, model: SemanticModel, depth: number): AnswerBehind | undefined {
  for (const use of model.flow.destinations(value)) {
    const found = answerAround(use, model) ?? answerFurther(use, model, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `return jsonify(result)` of a route, `await message.answer(text)`. */
function answerAround({ node, carrier }: ValueUse, model: SemanticModel): AnswerBehind | undefined {
  for (const at of [node, ...ancestors(node)]) {
    const answer = clientAnswerAt(at, model);
    if (answer?.parts.includes(carrier)) return { at, answer };
  }
  return undefined;
}

/** Returned once more, or handed to a function of this file that answers. */
function answerFurther(use: ValueUse, model: SemanticModel, depth: number): AnswerBehind | undefined {
  const around = model.context.defAround(use.node);
  if (use.kind === 'return' && around !== undefined) return answerBehind(around, model, depth + 1);
  for (const load of depth < DEEPEST ? loadsBehind(use, model) : []) {
    const found = answerWith(load, model, DEEPEST);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The answer of a route of this file that holds a container of its module: `return JOBS[number]`, `job = JOBS.get(number)`. */
export function answerOfKept(container: Name, model: SemanticModel): AnswerBehind | undefined {
  const binding = model.names.resolve(container);
  if (binding?.scope.kind !== 'module') return undefined;
  for (const reference of binding.references) {
    const found = reference.ctx === 'Load' ? answerWith(entryOf(reference), model, 0) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `JOBS[number]` and `JOBS.get(number)` around `JOBS`; what is stored there is none. */
function entryOf(container: Expression): Expression {
  const { parent } = container;
  if (parent?.kind === 'Subscript' && parent.value === container && parent.ctx === 'Load') return entryOf(parent);
  const isGet = parent?.kind === 'Attribute' && parent.attr === 'get' && parent.parent?.kind === 'Call';
  return isGet && parent.parent?.kind === 'Call' ? parent.parent : container;
}
