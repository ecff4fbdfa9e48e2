import type { Node } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { whatBecomesOf } from './caught-error.ts';

/** What a handler of every error around a node does with its failure, in words for messages; undefined where none ends there. */
export function swallowedFailure(
  node: Node,
  error: string,
  { context, handlers, flow }: SemanticModel,
): string | undefined {
  const handler = context
    .triesAround(node)
    .flatMap((statement) => statement.handlers)
    .find((each) => handlers.describe(each).isBroad && !flow.alwaysRaises(each.body));
  return handler === undefined ? undefined : whatBecomesOf(handlers.describe(handler), error);
}
