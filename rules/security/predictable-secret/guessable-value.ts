/** Values that others can compute, because they know all that these are made of. */
import { type Expression, lastName, wordsOfName } from '#ast';
import { secretKindOf } from '#knowledge/secrets';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';
import { digestedBy } from '../_shared/digests.ts';

/**
 * The names of what a value is made of, through digests and arithmetic, where all of them stand for what everybody may know
 * (ranks, identifiers, counts); none for a constant, undefined where anything else has a part in it.
 */
export function guessableNames(value: Expression, model: SemanticModel, depth = 0): readonly string[] | undefined {
  const names: string[] = [];
  for (const leaf of model.flow.origins(value)) {
    if (model.values.fold(leaf) !== undefined) continue;
    const parts = depth > MAX_DEPTH ? undefined : partsOf(leaf, model);
    const found = parts === undefined ? nameKnown(leaf) : parts.map((part) => guessableNames(part, model, depth + 1));
    for (const name of found) {
      if (name === undefined) return undefined;
      names.push(...name);
    }
  }
  return names;
}

const MAX_DEPTH = 4;

/** What a digest, or a call that only measures or converts, is made of. */
function partsOf(leaf: Expression, model: SemanticModel): readonly Expression[] | undefined {
  const digested = digestedBy(leaf, model);
  if (digested !== undefined || leaf.kind !== 'Call') return digested;
  const name = model.names.qualifiedName(leaf.func) ?? lastName(leaf.func) ?? '';
  return PLAIN.test(name) ? leaf.args : undefined;
}

const PLAIN = /^(?:int\.from_bytes|builtins\.(?:int\.from_bytes|range|min|max|enumerate|len))$/;

function nameKnown(leaf: Expression): readonly [readonly string[] | undefined] {
  const name = lastName(leaf);
  const isKnown =
    name !== undefined && secretKindOf(name) === undefined && wordsOfName(name).some((word) => PUBLIC.has(word));
  return [isKnown ? [name] : undefined];
}

/** Words of what everybody may know. */
const PUBLIC: ReadonlySet<string> = new Set(
  words(
    `id ids rank index idx round step epoch name worker client clients workers party parties peer peers participants num count
    i j k n node shard host port iteration`,
  ),
);
