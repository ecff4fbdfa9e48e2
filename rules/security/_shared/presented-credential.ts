/** What a client shows to be let in. */
import type { Arg, Expression } from '#ast';
import { headerRead } from '#kit/web';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';

export interface PresentedCredential {
  readonly name: string;
  /** Where it is read. */
  readonly leaf: Expression;
  /** The parameter that it comes in by; undefined for a header that is read here. */
  readonly parameter: Arg | undefined;
}

/** The credential among what an expression is made of: a header that says so, or a parameter named after one. */
export function presentedCredential(value: Expression, model: SemanticModel): PresentedCredential | undefined {
  for (const leaf of model.flow.origins(value)) {
    const header = headerRead(leaf, model);
    if (header !== undefined && HEADER.test(header)) return { name: header, leaf, parameter: undefined };
    const root = leaf.kind === 'Attribute' && CREDENTIAL_NAMES.has(leaf.attr) ? leaf.value : leaf;
    const parameter = root.kind === 'Name' ? model.names.parameterOf(root) : undefined;
    if (parameter !== undefined && CREDENTIAL_NAMES.has(parameter.arg)) return { name: parameter.arg, leaf, parameter };
  }
  return undefined;
}

/** Of parameters and attributes. */
export const CREDENTIAL_NAMES: ReadonlySet<string> = new Set(
  words(
    `token api_key apikey api_token access_token auth_token bearer bearer_token id_token session_token raw_token authorization
    authorization_header auth_header auth credentials x_api_key api_key_header secret_key`,
  ),
);

const HEADER =
  /^(?:HTTP_)?(?:authorization|x[-_]api[-_]key|x[-_]auth[-_]token|x[-_]access[-_]token|api[-_]key|token)$/i;
