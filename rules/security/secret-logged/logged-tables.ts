/** Tables that are reported whole, and of which the code itself says that a secret is in them. */
import { type Expression, type Name, withoutAwait } from '#ast';
import { secretKindOf } from '#knowledge/secrets';
import type { SemanticModel } from '#semantics';
import { keyedReadOf } from '#semantics/values/keyed-read';
import { boundTo, isAbsent } from './absent-value.ts';
import type { LoggedWhole } from './logged-values.ts';

/** Headers that show who asks, or a form of which a password is read. */
export const tableIn = (leaf: Expression, model: SemanticModel): LoggedWhole | undefined =>
  headersIn(leaf, model) ?? grantIn(leaf, model) ?? (leaf.kind === 'Name' ? formIn(leaf, model) : undefined);

/** `{"Authorization": f"Bearer {key}"}`, whatever is behind the scheme is called. */
function headersIn(leaf: Expression, model: SemanticModel): LoggedWhole | undefined {
  const made =
    leaf.kind === 'Name' ? model.flow.reachingDefinitions(leaf).map(({ value }) => value) : boundTo(leaf, model);
  for (const table of [leaf, ...made]) {
    if (table?.kind !== 'Dict') continue;
    for (const [index, key] of table.keys.entries()) {
      const name = key && model.values.string(key);
      const shown = table.values[index];
      if (name !== undefined && SHOWN.test(name) && shown !== undefined && isPlain(shown, model)) return { name };
    }
  }
  return undefined;
}

/** `answer.text`, where what was sent for it asks for a token: `post(url, data={"grant_type": …})`. */
function grantIn(leaf: Expression, model: SemanticModel): LoggedWhole | undefined {
  const read = leaf.kind === 'Call' ? leaf.func : leaf;
  if (read.kind !== 'Attribute' || !/^(?:text|content|json)$/.test(read.attr)) return undefined;
  const sent = withoutAwait(model.flow.whole(read.value));
  const given = sent.kind === 'Call' ? [...sent.args, ...sent.keywords.map(({ value }) => value)] : [];
  const isGrant = given.some((each) => {
    const table = model.flow.whole(each);
    return table.kind === 'Dict' && table.keys.some((key) => key && model.values.string(key) === 'grant_type');
  });
  return isGrant ? { name: 'the returned token' } : undefined;
}

const SHOWN = /^(?:proxy-)?authorization$|^(?:set-)?cookie$|^x-.*(?:key|token|secret)$|^api-?key$/i;

/** It is known, or no call makes stars or a digest of it. */
function isPlain(shown: Expression, { values }: SemanticModel): boolean {
  const pieces = values.textPieces(shown) ?? [{ kind: 'expression' as const, expression: shown }];
  return pieces.some((piece) => piece.kind === 'expression' && /^(?:Name|Attribute)$/.test(piece.expression.kind));
}

/** `form`, of which `form["password"]` is read; where that is put in or taken out, something else may be reported. */
function formIn(leaf: Name, model: SemanticModel): LoggedWhole | undefined {
  const uses = model.names.resolve(leaf)?.references ?? [];
  let name: string | undefined;
  for (const { parent } of uses) {
    if (parent?.kind === 'Subscript' && parent.ctx !== 'Load') {
      if (secretKindOf(model.values.string(parent.slice) ?? '') !== undefined) return undefined;
      continue;
    }
    const read = parent?.kind === 'Attribute' ? parent.parent : parent;
    const found = read?.kind === 'Call' || read?.kind === 'Subscript' ? keyedReadOf(read) : undefined;
    const key = found && model.values.string(found.key);
    if (read === undefined || key === undefined) continue;
    const named = read.parent?.kind === 'keyword' ? read.parent.arg : undefined;
    const secret = [key, named].find((each) => each !== undefined && secretKindOf(each) !== undefined);
    if (secret !== undefined && read.kind === 'Call' && read.func.kind === 'Attribute' && read.func.attr === 'pop')
      return undefined;
    name ??= secret === undefined || isAbsent(leaf, key, model) ? undefined : key;
  }
  return name === undefined ? undefined : { name: `${leaf.id}['${name}']` };
}
