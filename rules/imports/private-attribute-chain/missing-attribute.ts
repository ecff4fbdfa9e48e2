import { type Attribute, ancestors, type ExceptHandler, type Expression } from '#ast';
import type { SemanticModel } from '#semantics';

/** Whether the code expects that an attribute may be missing: a handler around it catches that, or a branch asks first. */
export function expectsMissing(attribute: Attribute, model: SemanticModel): boolean {
  const handlers = model.context.triesAround(attribute).flatMap((statement) => statement.handlers);
  if (handlers.some((handler) => catchesMissing(handler, model))) return true;
  for (const outer of ancestors(attribute)) {
    if ((outer.kind === 'If' || outer.kind === 'IfExp') && testsAttribute(outer.test, model)) return true;
  }
  return false;
}

function catchesMissing(handler: ExceptHandler, { handlers }: SemanticModel): boolean {
  const { breadth, catches } = handlers.describe(handler);
  return breadth !== 'narrow' || catches.includes('builtins.AttributeError');
}

const testsAttribute = (test: Expression, { names }: SemanticModel): boolean =>
  test.kind === 'Call' && names.qualifiedName(test.func) === 'builtins.hasattr';
