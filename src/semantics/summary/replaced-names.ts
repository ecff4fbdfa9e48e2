import { type Call, callKeyword, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** What a call of a test puts something else in the place of: a dotted path that is a text, or an attribute of what is given before its name. */
export interface Replaced {
  readonly path?: string;
  readonly attribute?: string;
}

/**
 * `patch("shop.orders.time")`, `mocker.patch.object(orders, "time")`, `monkeypatch.setattr(orders, "time", stub)`: fixtures that replace names have
 * no import that shows what they are, so that what is given to them decides.
 */
export function replacedBy(call: Call, { values }: SemanticModel): Replaced | undefined {
  const { func, args } = call;
  const [target = callKeyword(call, 'target')?.value, name = callKeyword(call, 'attribute')?.value] = args;
  if (target === undefined || !REPLACING.has(lastName(func) ?? '')) return undefined;
  const path = values.string(target);
  if (path !== undefined) return DOTTED.test(path) ? { path } : undefined;
  const attribute = name && func.kind === 'Attribute' ? values.string(name) : undefined;
  return attribute === undefined ? undefined : { attribute };
}

const REPLACING: ReadonlySet<string> = new Set(['patch', 'object', 'setattr', 'delattr', 'dict', 'spy']);

const DOTTED = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;
