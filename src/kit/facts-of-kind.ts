/** Facts of a project rule that gathers more than one kind. */

interface Found<F> {
  readonly path: string;
  readonly fact: F;
}

/** Those of one kind, with the files they are of, in path order. */
export function factsOfKind<F extends { readonly kind: string }, K extends F['kind']>(
  facts: readonly Found<F>[],
  kind: K,
): readonly Found<Extract<F, { kind: K }>>[] {
  return facts.filter((found): found is Found<Extract<F, { kind: K }>> => found.fact.kind === kind);
}
