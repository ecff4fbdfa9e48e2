/** To whom the settings of Django answer as they stand. */
import { booleanConstant } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Names and addresses by which a machine reaches itself. */
export const LOOPBACK_NAME = /^(?:127\.|\.?localhost$|\[?::1\]?$)/;

/**
 * Whether the module has `DEBUG = True` and `ALLOWED_HOSTS` empty, or with names of the machine alone: in debug mode Django then
 * answers to those, until somebody adds another. Source: https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts
 */
export function answersOnlyHere({ flow, names, values }: SemanticModel): boolean {
  const setTo = (setting: string) => names.moduleScope.bindings.get(setting)?.definitions.at(-1)?.value;
  const debug = setTo('DEBUG');
  const hosts = setTo('ALLOWED_HOSTS');
  if (debug === undefined || hosts === undefined || booleanConstant(debug) !== true) return false;
  const list = flow.whole(hosts);
  if (list.kind !== 'List' && list.kind !== 'Tuple') return false;
  return list.elts.every((host) => LOOPBACK_NAME.test(values.string(host) ?? '*'));
}
