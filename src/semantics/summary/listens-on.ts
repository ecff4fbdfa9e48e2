import type { Call, Expression } from '../../ast/index.ts';
import { listenerOf } from '../../knowledge/server-hosts.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

type Listens = NonNullable<ModuleSummary['listens']>[number];

/** From where a server that a call starts can be reached; undefined where the call starts none. */
export function listensOn(call: Call, callee: string, model: SemanticModel): Listens | undefined {
  const listener = listenerOf(callee);
  if (listener === undefined) return undefined;
  const given = call.keywords.find(({ arg }) => arg !== undefined && listener.keywords.includes(arg))?.value;
  const host = given ?? (listener.position === undefined ? undefined : call.args[listener.position]);
  if (host === undefined) {
    const isOpen = call.keywords.some(({ arg }) => arg === undefined);
    return isOpen ? 'unknown' : listener.byDefault;
  }
  const address = host.kind === 'Tuple' ? host.elts[0] : host;
  const text = address === undefined ? undefined : hostText(address, model);
  if (text === undefined) return 'unknown';
  return /^(?:127\.|localhost$|::1$)/.test(text) ? 'loopback' : 'anywhere';
}

/** With what holds where the environment says nothing. */
function hostText(host: Expression, model: SemanticModel): string | undefined {
  const fallback = model.values.environmentRead(host)?.fallback;
  return model.values.string(fallback ?? host);
}
