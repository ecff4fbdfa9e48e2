/** Whether a value was looked at before it is used, as far as names and tests of this file show. */
import { type Expression, lastName } from '../ast/index.ts';
import type { SemanticModel } from '../semantics/index.ts';

/** Named after what cleans, quotes, checks or binds, or given by a function named so. */
export function isCleaned(value: Expression): boolean {
  return CLEANED.test(lastName(value.kind === 'Call' ? value.func : value) ?? '');
}

const CLEANED = /quote|escape|sanitiz|literal|identifier|placeholder|valid|allow|check|mogrify|\bparam|bind/i;

/** Somewhere looked up in a collection, matched with a pattern, or handed to something that validates it. */
export function isChecked(value: Expression, { names }: SemanticModel): boolean {
  const binding = value.kind === 'Name' ? names.resolve(value) : undefined;
  return (binding?.references ?? []).some(({ parent }) => {
    if (parent?.kind === 'Compare') return parent.ops.some((op) => op === 'In' || op === 'NotIn');
    if (parent?.kind === 'Call') return CHECKS.test(lastName(parent.func) ?? '');
    return parent?.kind === 'Attribute' && /^is(?:identifier|digit|alnum|alpha|numeric|decimal)$/.test(parent.attr);
  });
}

const CHECKS = /valid|check|verify|ensure|assert|sanitiz|quote|escape|^(?:full)?match$|^isinstance$|^int$/i;
