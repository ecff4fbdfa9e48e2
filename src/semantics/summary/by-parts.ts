/** What a module imports by name to read attributes of it only, or of what it gives: that is shown, handed on or kept nowhere here. */
import { attributesNamed, type Expression } from '../../ast/index.ts';
import { DUMPS } from '../../knowledge/record-dumps.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import type { ModuleSummary } from '../summary.ts';

/**
 * By the names that they have here: `get_settings` of `get_settings().region` and `settings = get_settings()`; `settings` only where
 * it is imported by a function, or asked by `getattr`: what else is done with it is in what code takes and calls.
 */
export function readByParts(model: SemanticModel): Pick<ModuleSummary, 'byParts'> {
  const found = [...importedHere(model)].flatMap(([name, bound]) => {
    const references = [...bound].flatMap((each) => each.references);
    if (references.length === 0) return [];
    if (references.every((each) => returnsParts(each, model))) return name;
    const isUnnamed = references.some(isTested) || [...bound].some(({ scope }) => scope !== model.names.moduleScope);
    return isUnnamed && references.every((each) => isTested(each) || isPart(each)) ? name : [];
  });
  found.push(...calledOfModules(model));
  return found.length === 0 ? {} : { byParts: found };
}

/** `.get_settings` of `shop.settings.get_settings().region`, by all attributes of the name. */
function calledOfModules(model: SemanticModel): readonly string[] {
  const called = new Map<string, number>();
  for (const { definitions, references } of model.names.moduleScope.bindings.values()) {
    if (!definitions.every(({ kind }) => kind === 'import' || kind === 'from-import')) continue;
    for (const each of references) {
      let at: Expression = each;
      while (at.parent?.kind === 'Attribute') at = at.parent;
      if (at.kind !== 'Attribute' || !returnsParts(at, model)) continue;
      called.set(at.attr, (called.get(at.attr) ?? 0) + 1);
    }
  }
  return [...called].flatMap(([attr, known]) =>
    attributesNamed(attr, model.source.module).length === known ? `.${attr}` : [],
  );
}

function importedHere({ names }: SemanticModel): ReadonlyMap<string, ReadonlySet<Binding>> {
  const found = new Map<string, Set<Binding>>();
  for (const { alias, boundAs, name } of names.imports) {
    const binding = name === undefined || name === '*' ? undefined : names.lookup(boundAs, alias);
    if (binding?.definitions.every(({ kind }) => kind === 'from-import') === true)
      found.set(boundAs, (found.get(boundAs) ?? new Set()).add(binding));
  }
  return found;
}

function returnsParts(name: Expression, model: SemanticModel): boolean {
  const call = name.parent;
  if (call?.kind !== 'Call' || call.func !== name || call.args.length + call.keywords.length > 0) return false;
  const kept = call.parent;
  const [target] = kept?.kind === 'Assign' ? kept.targets : kept?.kind === 'AnnAssign' ? [kept.target] : [];
  if (target?.kind === 'Attribute') {
    const named = attributesNamed(target.attr, model.source.module);
    return named.every((each) => each.ctx !== 'Load' || isField(each));
  }
  const binding = target?.kind === 'Name' ? model.names.lookup(target.id, target) : undefined;
  if (binding === undefined) return isField(call);
  return binding.definitions.length === 1 && binding.references.every((each) => isTested(each) || isField(each));
}

/** `settings.region`, `settings.origins()`, but `settings.model_dump()`. */
const isPart = ({ parent }: Expression): boolean =>
  parent?.kind === 'Attribute' && !DUMPS.has(parent.attr) && parent.attr !== '__dict__';

/** And of what is given, no methods at all, which may give all that there is. */
const isField = (value: Expression): boolean =>
  isPart(value) && !(value.parent?.parent?.kind === 'Call' && value.parent.parent.func === value.parent);

/** `getattr(settings, "region", None)`. */
const isTested = (value: Expression): boolean =>
  value.parent?.kind === 'Call' &&
  value.parent.args[0] === value &&
  value.parent.func.kind === 'Name' &&
  /^(?:getattr|hasattr)$/.test(value.parent.func.id);
