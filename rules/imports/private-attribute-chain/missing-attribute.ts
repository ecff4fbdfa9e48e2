import type { Attribute, ExceptHandler, Node } from '#ast';
import type { SemanticModel } from '#semantics';

/** Whether the code expects that an attribute may be missing: a handler around it catches that, or a test asks first. */
export function expectsMissing(attribute: Attribute, model: SemanticModel): boolean {
  const handlers = model.context.triesAround(attribute).flatMap((statement) => statement.handlers);
  return (
    handlers.some((handler) => catchesMissing(handler, model)) ||
    model.flow.conditionsAt(attribute).some(({ test }) => testsAttribute(test, model))
  );
}

function catchesMissing(handler: ExceptHandler, { handlers }: SemanticModel): boolean {
  const { breadth, catches } = handlers.describe(handler);
  return breadth !== 'narrow' || catches.includes('builtins.AttributeError');
}

const testsAttribute = (test: Node, { names }: SemanticModel): boolean =>
  test.kind === 'Call' && names.qualifiedName(test.func) === 'builtins.hasattr';
