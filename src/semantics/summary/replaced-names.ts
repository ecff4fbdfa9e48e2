import { type Call, type Expression, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** What a call of a test puts something else in the place of: a dotted path that is a text, or an attribute of what is given before its name. */
export interface Replaced {
  readonly path?: string;
  readonly attribute?: string;
}

/**
 * `patch("shop.orders.time")`, `mocker.patch.object(orders, "time")`, `monkeypatch.setattr(orders, "time", stub)`: fixtures that replace names have
 * no import that tells what they are, so that what is given to them decides.
 */
export function replacedBy({ func, args: [first, second] }: Call, model: SemanticModel): Replaced | undefined {
  const verb = lastName(func);
  if (first === undefined || verb === undefined || !REPLACING.has(verb)) return undefined;
  const path = textOf(first, model);
  if (path !== undefined) return DOTTED.test(path) ? { path } : undefined;
  const attribute = second && func.kind === 'Attribute' ? textOf(second, model) : undefined;
  return attribute === undefined ? undefined : { attribute };
}

const REPLACING: ReadonlySet<string> = new Set(['patch', 'object', 'setattr', 'delattr', 'dict']);

const DOTTED = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;

const textOf = (node: Expression, { values }: SemanticModel): string | undefined => values.string(node);
