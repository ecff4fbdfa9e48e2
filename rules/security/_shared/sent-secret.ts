/** Where a request goes, and which secret of the program it takes along. */
import { type Call, type Expression, findNode, type Name } from '#ast';
import { outgoingRequestOf } from '#kit/calls';
import type { SemanticModel, ValueSource } from '#semantics';

export const HTTP_METHODS: ReadonlySet<string> = new Set(
  'get post put patch delete head options request stream'.split(' '),
);

/** What a call sends along that the program has from its environment, and nobody else may have: `json={"client_secret": os.environ["CLIENT_SECRET"]}`. */
export function ownSecretSent({ keywords }: Call, ctx: SemanticModel): Expression | undefined {
  const isSecret = ({ kind, leaf }: ValueSource): boolean =>
    kind === 'environment' && SECRET.test(ctx.source.text.slice(leaf));
  for (const { arg, value } of keywords) {
    if (!/^(?:headers|json|data|auth|cookies|params)$/.test(arg ?? '')) continue;
    for (const whole of [value, ...ctx.flow.origins(value)]) {
      const part = findNode(
        whole,
        (node): node is Name => node.kind === 'Name' && ctx.flow.sources(node).some(isSecret),
      );
      if (part !== undefined) return part;
    }
  }
  return undefined;
}

const SECRET = /auth|token|secret|password|cookie|session|api[-_]?key|credential/i;

export const urlOf = (call: Call, ctx: SemanticModel): Expression | undefined =>
  outgoingRequestOf(call, ctx)?.url ?? call.args[0];
