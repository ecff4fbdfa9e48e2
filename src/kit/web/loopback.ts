/** Addresses of the machine itself. */
import { type Call, callKeyword, type Expression, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Whether the constant beginning of an address names the machine itself. */
export function isForLoopback(url: Expression | undefined, { values }: SemanticModel): boolean {
  if (url === undefined) return false;
  const [first] = values.textPieces(url) ?? [];
  const start = values.string(url) ?? (first?.kind === 'constant' ? first.text : '');
  return /^(?:[a-z][\w+.-]*:\/\/)?(?:localhost|127(?:\.\d+){3}|\[?::1\]?)(?=[:/?#]|$)/i.test(start);
}

/** By its address; without one `connect` says whom it asks, and where nobody does, clients for mail ask this machine. */
export function asksThisMachine(call: Call, name: string, model: SemanticModel): boolean {
  const host = model.values.givenArgument(call, 'host', 0);
  if (host !== undefined) return isForLoopback(host, model);
  return !nodesOf(model.source.module, 'Call').some((each) => {
    const address = model.values.givenArgument(each, 'host', 0);
    if (address === undefined || model.types.calleeName(each.func) !== `${name}.connect`) return false;
    return !isForLoopback(address, model) && callKeyword(each, 'timeout') === undefined;
  });
}
