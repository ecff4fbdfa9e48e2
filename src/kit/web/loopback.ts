/** Addresses of the machine itself. */
import { type Call, callKeyword, type Expression } from '../../ast/index.ts';
import { memoizeByFile } from '../../semantics/by-file.ts';
import { callsNamed } from '../../semantics/context/calls-by-name.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Whether the constant beginning of an address names the machine itself. */
export function isForLoopback(url: Expression | undefined, { values }: SemanticModel): boolean {
  if (url === undefined) return false;
  const [first] = values.textPieces(url) ?? [];
  const start = values.string(url) ?? (first?.kind === 'constant' ? first.text : '');
  return /^(?:[a-z][\w+.-]*:\/\/)?(?:localhost|127(?:\.\d+){3}|\[?::1\]?)(?=[:/?#]|$)/i.test(start);
}

/** By its address; without one `connect` says whom it asks, and where nobody does, clients for mail ask this machine. */
export function targetsLoopback(call: Call, name: string, model: SemanticModel): boolean {
  const host = model.values.givenArgument(call, 'host', 0);
  if (host !== undefined) return isForLoopback(host, model);
  return !connectedElsewhere(model).has(`${name}.connect`);
}

/** By what a file connects to other machines without a limit. */
const connectedElsewhere = memoizeByFile(
  (model: SemanticModel): ReadonlySet<string | undefined> =>
    new Set(
      callsNamed('connect', model.source).flatMap((each) => {
        const address = model.values.givenArgument(each, 'host', 0);
        if (address === undefined || isForLoopback(address, model)) return [];
        return callKeyword(each, 'timeout') === undefined ? [model.types.calleeName(each.func)] : [];
      }),
    ),
);
