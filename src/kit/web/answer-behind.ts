/** Answers to clients that hold what a function of the file gives to its callers. */
import { ancestors, type Expression, type Node, parametersOf } from '../../ast/index.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { FunctionNode, SemanticModel, ValueUse } from '../../semantics/index.ts';
import { partsOfAnswer } from './answer-parts.ts';
import { type ClientAnswer, clientAnswerAt } from './client-answers.ts';

export interface AnswerBehind {
  readonly at: Node;
  readonly answer: ClientAnswer;
}

/** The answer that a caller in this file makes of what a function returns: `text = await perform(…)`, `await message.answer(text)`. */
export function answerBehind(fn: FunctionNode, model: SemanticModel, depth = 0): AnswerBehind | undefined {
  if (depth > DEEPEST) return undefined;
  for (const call of callsOfFunction(model, fn)) {
    const found = answerWith(call.parent?.kind === 'Await' ? call.parent : call, model, depth);
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
    if (answer?.parts.some((part) => part === carrier || partsOfAnswer(part).includes(carrier))) return { at, answer };
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return undefined;
  }
  return undefined;
}

/** Returned once more, or handed to a function of this file that answers. */
function answerFurther(
  { kind, node, carrier }: ValueUse,
  model: SemanticModel,
  depth: number,
): AnswerBehind | undefined {
  const around = model.context.defAround(node);
  if (kind === 'return' && around !== undefined) return answerBehind(around, model, depth + 1);
  if (kind !== 'argument' || node.kind !== 'Call' || depth >= DEEPEST) return undefined;
  const maker = model.names.definitionOf(node.func);
  if (maker === undefined || maker.kind === 'ClassDef') return undefined;
  const given = parametersOf(maker)[node.args.indexOf(carrier)];
  const uses = given === undefined ? [] : (model.names.lookup(given.name, maker.body[0] ?? maker)?.references ?? []);
  for (const use of uses) {
    const found = answerWith(use, model, DEEPEST);
    if (found !== undefined) return found;
  }
  return undefined;
}
