import { callKeyword, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Parameters in the paths that routers of the file stand below: `customer` of `APIRouter(prefix="/customers/{customer}")`. */
export function parametersInPrefixes({ source, values }: SemanticModel): ReadonlySet<string> {
  const prefixes = nodesOf(source.module, 'Call').flatMap((call) => callKeyword(call, 'prefix')?.value ?? []);
  const texts = prefixes.flatMap((prefix) =>
    (values.textPieces(prefix) ?? []).flatMap((piece) => (piece.kind === 'constant' ? piece.text : [])),
  );
  return new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name)));
}
