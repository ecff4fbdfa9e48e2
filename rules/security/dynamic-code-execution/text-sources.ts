/** Where a text comes from, through what functions of its file give, and those that cut a part out of it. */
import { argumentValues, type Expression, lastName } from '#ast';
import type { SemanticModel, ValueSource } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';

export function sourcesOfText(text: Expression, model: SemanticModel): readonly ValueSource[] {
  const found: ValueSource[] = [];
  const seen = new Set<Expression>();
  const pending = [text];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const source of model.flow.sources(at)) {
      const { kind, leaf } = source;
      if (seen.has(leaf)) continue;
      seen.add(leaf);
      found.push(source);
      if (leaf.kind !== 'Call' || kind !== 'unknown') continue;
      const maker = definitionCalled(model, leaf);
      const isFunction = maker !== undefined && maker.kind !== 'ClassDef';
      if (isFunction) pending.push(...model.flow.returnValues(maker).flatMap((each) => each ?? []));
      if (EXTRACTS.test(lastName(leaf.func) ?? '')) pending.push(...argumentValues(leaf));
    }
  }
  return found;
}

/** Functions that cut a part out of a text. */
const EXTRACTS = /^_?(?:parse|extract|clean|get|strip|find|sanitize|remove)_?/;
