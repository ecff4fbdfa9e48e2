/** Switches and settings, and what they are where nobody configures them. */
import { callKeyword, type Expression } from '#ast';
import type { SemanticModel } from '#semantics';
import { isTruthy, unsetValue } from '#semantics/values/unset-value';

/**
 * A switch is on where nothing is configured: `os.getenv("DEBUG", True)`, `bool(int(os.getenv("DEBUG", "1")))`,
 * `os.environ.get("DEBUG", "true").lower() == "true"`, `env.bool("DEBUG", default=True)`.
 */
export function isOnUnlessSet(value: Expression, model: SemanticModel): boolean {
  const unset = unsetValue(value, model);
  return unset?.wasRead === true && isTruthy(unset.value);
}

/** `*` of `config.get_list("cors", default=["*"])`: what a getter of settings gives where it finds none. */
export function defaultOfGetter(call: Expression): Expression | undefined {
  if (call.kind !== 'Call' || call.args.length === 0) return undefined;
  const given = callKeyword(call, 'default') ?? callKeyword(call, 'fallback');
  if (given !== undefined) return given.value;
  const isGetter = call.func.kind === 'Attribute' && /^get(?:_|$)/.test(call.func.attr);
  return isGetter && call.args.length > 1 ? call.args.at(-1) : undefined;
}
