/** Defaults of settings: what a program runs with where nothing is configured. */
import { ancestors, type ClassDef, type Expression, nameOfPlace } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { recordKindOf } from '../types/record-class.ts';

/** The field of a class of settings that a value is the default of: itself, or in `Field(default=…)` and `default_factory=lambda: …`. */
export function settingDefaultedTo(value: Expression, model: SemanticModel): SettingDefault | undefined {
  for (const outer of ancestors(value)) {
    if (outer.kind === 'AnnAssign' || outer.kind === 'Assign') {
      const target = outer.kind === 'AnnAssign' ? outer.target : outer.targets[0];
      const name = target === undefined ? undefined : nameOfPlace(target);
      const owner = outer.parent?.kind === 'ClassDef' ? outer.parent : undefined;
      return name !== undefined && owner !== undefined && isSettings(owner, model) ? { name, owner } : undefined;
    }
    const isForm =
      outer.kind === 'Lambda' ||
      (outer.kind === 'keyword' && outer.arg?.startsWith('default') === true) ||
      (outer.kind === 'Call' && /^[Ff]ield$/.test(nameOfPlace(outer.func) ?? ''));
    if (!isForm) return undefined;
  }
  return undefined;
}

export interface SettingDefault {
  readonly name: string;
  readonly owner: ClassDef;
}

function isSettings(classDef: ClassDef, model: SemanticModel): boolean {
  return /(?:Settings|Config|Configuration)$/.test(classDef.name) || recordKindOf(classDef, model) === 'settings';
}
