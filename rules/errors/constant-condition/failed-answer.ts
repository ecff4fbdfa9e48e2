/** Answers of servers that count as false though they are there. */
import { type Expression, shortText } from '#ast';
import type { Problem } from '#kit';
import type { SemanticModel } from '#semantics';

/**
 * `if error.response:`, where the error is that of a status: an answer of `requests` is true where its status is below 400.
 * https://requests.readthedocs.io/en/latest/api/#requests.Response.ok
 */
export function failedAnswer(test: Expression, model: SemanticModel): Pick<Problem, 'message' | 'remedy'> | undefined {
  if (test.kind !== 'Attribute' || test.attr !== 'response' || test.value.kind !== 'Name') return undefined;
  const { value: error } = test;
  const [caught, other] = model.flow.reachingDefinitions(error);
  const handler = other !== undefined ? undefined : caught?.statement;
  const known =
    handler?.kind === 'ExceptHandler' ? model.handlers.describe(handler).catches : [model.types.classOf(error)];
  if (!known.some((name) => /^requests\.(?:\w+\.)?(?:HTTPError|RequestException)$/.test(name ?? ''))) return undefined;
  const written = shortText(test, model.source.text);
  return {
    message: `\`${written}\` is false for error responses too: a \`requests\` response with status 400 or above is falsy`,
    remedy: `Compare \`${written}\` with \`None\``,
  };
}
