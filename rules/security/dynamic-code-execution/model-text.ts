/** Text that a language model wrote, told by the names of calls and variables: the clients are many and seldom typed. */
import { attributeChain, type Expression } from '#ast';

/** Whether an expression is the answer of a language model, or a variable that says to hold one. */
export function isModelText(expression: Expression): boolean {
  if (expression.kind !== 'Call') return MODEL_TEXT.test(namesOf(expression).at(-1) ?? '');
  const names = namesOf(expression.func);
  const method = names.at(-1) ?? '';
  if (MODEL_CALL.test(method)) return true;
  return MODEL_METHOD.test(method) && names.slice(0, -1).some((name) => MODEL_OBJECT.test(name));
}

/** Calls that answer with what a language model wrote: by their own name, or by that of the object. */
const MODEL_CALL =
  /^(?:aask|a?chat_completion|a?completions?|generate_(?:content|text|code)|call_llm|llm_call|query_llm|submit_prompt)$/;
const MODEL_METHOD =
  /^_?a?_?(?:ask|call|chat|complete|create|forward|generate|invoke|predict|prompt|run|send|__call__)$/;
const MODEL_OBJECT = /(?:^|_)(?:llm|openai|anthropic|chat_?model|chat_client|completions|llm_chain)s?$/i;
/** Names of text that a model wrote. */
const MODEL_TEXT =
  /(?:^|_)(?:llm|model|agent|gpt|assistant)_(?:output|response|reply|answer|text|code)$|^generated_(?:code|text)$/;

function namesOf(expression: Expression): readonly string[] {
  const { root, names } = attributeChain(expression);
  return root.kind === 'Name' ? [root.id, ...names] : names;
}
