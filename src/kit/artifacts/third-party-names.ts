/** Which distributions the code of a project uses, as far as names tell: imports, texts, commands, configuration. */
import { isCapWords, nodesOf } from '../../ast/index.ts';
import { distributionsOf, importNamesOf, NAMESPACES } from '../../knowledge/import-names.ts';
import type { ProjectModel } from '../../project/index.ts';
import type { FactsContext } from '../rule.ts';

/** Longer texts are data. */
const MAX_LENGTH = 5_000;

/** Words of a file's texts that may name a distribution or its module: settings, drivers in URLs, tables of plug-ins. */
export function wordsOfTexts({ module }: FactsContext): readonly string[] {
  const words = new Set<string>();
  const seen = new Set<string>();
  for (const { value, parent } of nodesOf(module, 'Constant')) {
    // What a docstring speaks of proves nothing.
    if (value.kind !== 'str' || value.value.length > MAX_LENGTH || parent?.kind === 'Expr') continue;
    for (const [word] of value.value.matchAll(/[A-Za-z][\w-]*/g)) {
      if (seen.has(word)) continue;
      seen.add(word);
      // Most words are written as distributions are: nothing is made of them.
      const name = /[A-Z_]/.test(word) ? word.toLowerCase().replaceAll('_', '-') : word;
      if (importNamesOf(name) !== undefined || distributionsOf(word) !== undefined) words.add(name);
    }
  }
  return [...words].sort();
}

/** Top-level names that any file imports, and the dotted names of parts of namespaces. */
export function importedNames({ modules }: Pick<ProjectModel, 'modules'>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { imports } of modules) {
    for (const { module: dotted, name, relativeLevel } of imports) {
      if (relativeLevel > 0) continue;
      const full = name === undefined || name === '*' ? dotted : `${dotted}.${name}`;
      const segments = full.split('.');
      const depth = NAMESPACES.has(segments[0] ?? '') ? segments.length : 1;
      for (let length = 1; length <= depth; length++) names.add(segments.slice(0, length).join('.'));
    }
  }
  return names;
}

/**
 * What is taken from modules, in letters alone. `langchain_community.document_loaders.PyMuPDFLoader` is `pymupdfloader`: its
 * code imports PyMuPDF where someone makes one.
 */
export function adaptersImported({ modules }: ProjectModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { imports, attributeReads } of modules) {
    for (const { name, relativeLevel } of imports)
      if (relativeLevel === 0 && name !== undefined) names.add(lettersOf(name));
    // `langchain_community.document_loaders.PyMuPDFLoader(…)`
    for (const name of attributeReads) if (isCapWords(name)) names.add(lettersOf(name));
  }
  return names;
}

/** Whether something that is imported from another distribution is called after this one: it is what needs it. */
export function hasAdapter(distribution: string, adapters: ReadonlySet<string>): boolean {
  const names = [distribution, ...(importNamesOf(distribution) ?? [])]
    .map(lettersOf)
    .filter(({ length }) => length > 3);
  return [...adapters].some((adapter) => names.some((name) => adapter.startsWith(name)));
}

const lettersOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** Words of all commands and of the names of configured tools. */
export function namedByConfiguration({ commands, artifacts, entryPoints }: ProjectModel): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (text: string): void => {
    for (const [word] of text.slice(0, 2_000).matchAll(/[A-Za-z][\w-]*/g))
      words.add(word.toLowerCase().replaceAll('_', '-'));
  };
  for (const { command } of commands) {
    const isInstall = command.words.some(({ text }) => text === 'install' || text === 'uninstall');
    if (!isInstall) for (const { text } of command.words) add(text);
  }
  for (const { model } of artifacts.of('pyproject')) for (const { name } of model.tools) add(name.value);
  for (const kind of ['ini', 'setup-cfg'] as const)
    for (const { model } of artifacts.of(kind)) for (const { name } of model.sections) add(name.value);
  for (const { reference } of entryPoints) add(reference);
  return words;
}

/** Whether any of the modules that a distribution provides is imported; undefined where those are not known. */
export function isImported(distribution: string, imported: ReadonlySet<string>): boolean | undefined {
  return importNamesOf(distribution)?.some((name) => imported.has(name));
}
