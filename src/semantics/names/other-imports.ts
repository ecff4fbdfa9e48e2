/** Names that a file imports from different places, by platform, version or setting. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

export interface OtherImports {
  /** The dotted names that the expression has by the other imports that reach it. */
  readonly names: readonly string[];
  /** The import that gives the expression its qualified name does not come here: it is in another branch. */
  readonly instead?: true;
}

/** Undefined where one import alone says what an expression is: then its qualified name does. */
export function otherImportsOf(
  expression: Expression,
  { names, flow }: Pick<SemanticModel, 'names' | 'flow'>,
): OtherImports | undefined {
  let root = expression;
  const attributes: string[] = [];
  for (; root.kind === 'Attribute'; root = root.value) attributes.unshift(root.attr);
  const all = root.kind === 'Name' ? (names.resolve(root)?.definitions ?? []) : [];
  if (root.kind !== 'Name' || all.length < 2) return undefined;
  const chosen = names.qualifiedName(root);
  const seen = flow.reachingDefinitions(root);
  const targets = (seen.length > 0 ? seen : all)
    .flatMap(({ node }) => names.importOf(node) ?? [])
    .sort((a, b) => a.alias.start - b.alias.start)
    .map(({ module, name, boundAs, alias }) =>
      name === undefined ? (alias.asname === undefined ? boundAs : module) : `${module}.${name}`,
    );
  const others = [...new Set(targets)].filter((target) => target !== chosen);
  if (chosen === undefined || others.length === 0) return undefined;
  return {
    names: others.map((target) => [target, ...attributes].join('.')),
    ...(!targets.includes(chosen) && { instead: true as const }),
  };
}
