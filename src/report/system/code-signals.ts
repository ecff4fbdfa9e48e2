import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import type { PlaceInReport } from '../audit-report.ts';

/** Code that was asked for and runs in production, and where it names what a reader of the report wants to know. */
export class CodeSignals {
  /** Neither tests nor examples, nor what others wrote. */
  readonly modules: readonly ModuleSummary[];
  readonly #imports = new Map<string, { readonly module: ModuleSummary; readonly at: PlaceInReport }[]>();

  constructor(project: ProjectModel, requested: ReadonlySet<string>) {
    const production = project.modules.filter(({ roles }) => roles.every((role) => PRODUCTION.has(role)));
    this.modules = production.filter(({ path }) => requested.has(path));
    // What the repository itself defines under the name of a library is no library to it.
    const own = new Set(production.map((module) => project.importNameOf(module).split('.', 1)[0]));
    for (const module of this.modules) {
      for (const { module: name, relativeLevel, when, place } of module.imports) {
        if (relativeLevel > 0 || when === 'type-checking' || own.has(name.split('.', 1)[0])) continue;
        for (const known of [name, name.split('.', 1)[0] ?? name]) {
          const found = this.#imports.get(known) ?? [];
          if (found.at(-1)?.module !== module) found.push({ module, at: { path: module.path, line: place.line } });
          this.#imports.set(known, found);
        }
      }
    }
  }

  /** Modules that import it, with the place of the first such import of each. */
  importsOf(name: string): readonly { readonly module: ModuleSummary; readonly at: PlaceInReport }[] {
    return this.#imports.get(name) ?? [];
  }

  /** The first import of one of these. */
  firstImport(names: ReadonlySet<string>): { readonly name: string; readonly at: PlaceInReport } | undefined {
    for (const name of names) {
      const [first] = this.importsOf(name);
      if (first !== undefined) return { name, at: first.at };
    }
    return undefined;
  }

  /** The first parameter, attribute or class whose name says it. */
  firstName(wanted: RegExp): { readonly name: string; readonly at: PlaceInReport } | undefined {
    for (const module of this.modules) {
      const { path, classes, functions } = module;
      for (const each of classes) {
        const names = [
          lastName(each.qualifiedName),
          ...Object.keys(each.attributes),
          ...(each.fields ?? []).map(({ name }) => name),
        ];
        const name = names.find((word) => wanted.test(word));
        if (name !== undefined) return { name, at: { path, line: each.place.line } };
      }
      for (const each of functions) {
        const name = each.parameters.find((parameter) => wanted.test(parameter.name))?.name;
        if (name !== undefined) return { name, at: { path, line: each.place.line } };
      }
    }
    return undefined;
  }
}

const PRODUCTION: ReadonlySet<string> = new Set(['library', 'entry-point', 'script']);

export const lastName = (qualifiedName: string): string => qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
