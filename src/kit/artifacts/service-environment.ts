/** What the code of a service asks of its environment. */
import { type ArtifactKind, lineOfStage } from '../../artifacts/index.ts';
import { groupByEach } from '../../collections/index.ts';
import { mayLibraryRead } from '../../knowledge/library-environment.ts';
import type { BuiltImage, ModuleSummary, ProjectModel, ServiceCode } from '../../project/index.ts';
import type { EnvironmentNames } from '../settings/environment-names.ts';
import { textsIn } from './model-texts.ts';

/** Who may read a variable. `elsewhere`: no code of the service, and other code of the repository may, as `modules` do that name it. */
export type VariableUse =
  | { readonly kind: 'may-be-read' }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'elsewhere'; readonly modules: readonly ModuleSummary[] };

/** Tells of any variable of a service who reads it; `names` by the path of each file. */
export function variableUses(
  project: ProjectModel,
  names: ReadonlyMap<string, EnvironmentNames>,
): (code: ServiceCode, variable: string) => VariableUse {
  const shipped = project.modules.filter(({ role }) => role !== 'test' && role !== 'stub');
  const anywhere = readerOf(shipped, names);
  const isRead = readByConfiguration(project);
  let byWord: ReadonlyMap<string, readonly ModuleSummary[]> | undefined;
  const naming = (word: string): readonly ModuleSummary[] => {
    byWord ??= groupByEach(shipped, (module) => new Set(module.texts.words));
    return byWord.get(word) ?? [];
  };
  const readers = new Map<ServiceCode, (variable: string) => boolean>();
  const withinOf = (code: ServiceCode): ((variable: string) => boolean) => {
    const reader = readers.get(code) ?? readerOf([...code.modules], names);
    readers.set(code, reader);
    return reader;
  };
  return (code, variable) => {
    if (!isPythonImage(code.image) || mayLibraryRead(variable) || isRead(variable)) return MAY_BE_READ;
    if (code.started.length === 0 || withinOf(code)(variable)) return MAY_BE_READ;
    if (!anywhere(variable)) return { kind: 'nowhere' };
    if (code.mayRunMore) return MAY_BE_READ;
    return { kind: 'elsewhere', modules: naming(variable) };
  };
}

/** Whether any code of the project may read a variable; in small letters a text is the name of something else. */
export const anyReader = (
  { modules }: ProjectModel,
  names: ReadonlyMap<string, EnvironmentNames>,
): ((variable: string) => boolean) => readerOf(modules, names, (text) => text);

const MAY_BE_READ: VariableUse = { kind: 'may-be-read' };

/** Whether modules may read a variable: by its name in a text, by a part of it, as a field of settings, or because they read all. */
function readerOf(
  modules: readonly ModuleSummary[],
  names: ReadonlyMap<string, EnvironmentNames>,
  folded = (text: string): string => text.toLowerCase(),
): (variable: string) => boolean {
  const own = modules.flatMap(({ path }) => names.get(path) ?? []);
  if (own.some(({ isOpen }) => isOpen) || modules.some(isFilledByLibrary)) return () => true;
  const fields = new Set(own.flatMap((each) => each.fields));
  const prefixes = new Set(['', ...own.flatMap((each) => each.prefixes)]);
  const texts = new Set<string>();
  const parts = new Set<string>();
  for (const text of modules.flatMap((module) => module.texts.words)) {
    const lower = text.toLowerCase();
    texts.add(folded(text));
    if (PART.test(text) && !prefixes.has(lower)) parts.add(text);
  }
  return (variable) => {
    const lower = variable.toLowerCase();
    if (texts.has(folded(variable))) return true;
    for (let at = Math.min(variable.length, MAX_NAME); at >= 0; at--) {
      if (parts.has(variable.slice(0, at)) || parts.has(variable.slice(at))) return true;
      if (!prefixes.has(lower.slice(0, at))) continue;
      const field = lower.slice(at);
      // `SHOP_REDIS__HOST` fills the field `host` of what `redis` is.
      if (fields.has(field) || fields.has(field.split('__', 1)[0] ?? field)) return true;
    }
    return false;
  };
}

/** No variable has a longer name that is put together. */
const MAX_NAME = 500;

/** `SHOP_` or `_URL` of a name that is put together. */
const PART = /^(?:[A-Z][A-Z0-9_]*_|_[A-Z0-9_]{2,})$/;

/** Libraries of settings that read every variable of some form, or fill configuration files from the environment. */
const isFilledByLibrary = ({ imports }: ModuleSummary): boolean =>
  imports.some(({ module }) =>
    /^(?:dynaconf|omegaconf|hydra|configargparse|confuse|traitlets|oslo_config)(?:\.|$)/.test(module),
  );

/** Images that hold an interpreter and no program with variables of its own. */
const PYTHON_BASES =
  /(?:^|\/)(?:python\d?|debian|ubuntu|alpine|uv|cuda|miniconda3|miniforge3|mambaforge|micromamba|pytorch|tensorflow|pypy|buildpack-deps|wolfi-base|rockylinux|fedora|amazonlinux)$/;

function isPythonImage({ dockerfile, stage }: BuiltImage): boolean {
  const base = lineOfStage(dockerfile.model, stage).at(-1)?.base;
  return base?.kind === 'image' && PYTHON_BASES.test(base.name);
}

/** Artifacts whose text may ask for a variable; compose files also set them, so of these only commands count. */
export const READING_KINDS: readonly ArtifactKind[] = [
  ...(['dockerfile', 'makefile', 'platform', 'ini', 'setup-cfg', 'pyproject', 'tool-toml'] as const),
  ...(['params', 'redis-conf', 'prometheus', 'settings', 'shell-script'] as const),
];

function readByConfiguration(project: ProjectModel): (variable: string) => boolean {
  let words: Set<string> | undefined;
  return (variable) => {
    words ??= wordsOf([
      ...READING_KINDS.flatMap((kind) => project.artifacts.of(kind).map(({ model }) => model)),
      ...project.commands.filter(({ kind }) => kind === 'compose').map(({ command }) => command),
    ]);
    return words.has(variable);
  };
}

function wordsOf(models: readonly unknown[]): Set<string> {
  const words = new Set<string>();
  for (const text of textsIn(models)) for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) words.add(word);
  return words;
}

export const SETTING: readonly ArtifactKind[] = ['compose', 'kubernetes', 'workflow', 'action'];
