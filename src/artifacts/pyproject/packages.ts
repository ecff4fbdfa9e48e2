/** Which packages a pyproject.toml puts into the distribution, by the options of its build backend. */

import { folderOf } from '../../text/index.ts';
import {
  type TomlNode,
  type TomlTable,
  tomlAt,
  tomlEntries,
  tomlItems,
  tomlText,
  tomlTexts,
} from '../../text/toml/toml-node.ts';
import type { PackageContents, Packaging, PackagingBackend } from '../packaging/packaging.ts';

const BACKENDS: readonly (readonly [RegExp, PackagingBackend])[] = [
  [/^setuptools\b/, 'setuptools'],
  [/^hatchling\b/, 'hatchling'],
  [/^(?:poetry|poetry_dynamic_versioning)\b/, 'poetry'],
  [/^flit(?:_core)?\b/, 'flit'],
  [/^pdm\b/, 'pdm'],
  [/^uv_build\b/, 'uv'],
];

export function packagingOf(root: TomlTable): Packaging | undefined {
  const backend = backendOf(root);
  if (backend === undefined) return undefined;
  const { contents, at, patterns } = READERS[backend](tomlAt(root, 'tool'));
  const table = at ?? tomlAt(root, 'project') ?? tomlAt(root, 'tool', 'poetry') ?? root;
  return { backend, span: table.span, ...(patterns !== undefined && { patterns: patterns.span }), contents };
}

/** Without a build system a project is built by setuptools, if at all; then only its own options say that it is. */
function backendOf(root: TomlTable): PackagingBackend | undefined {
  const written = tomlText(tomlAt(root, 'build-system', 'build-backend'))?.value;
  if (written !== undefined) return BACKENDS.find(([name]) => name.test(written))?.[1];
  const isSetuptools =
    tomlAt(root, 'build-system') !== undefined || tomlAt(root, 'tool', 'setuptools', 'packages') !== undefined;
  return isSetuptools ? 'setuptools' : undefined;
}

interface Found {
  readonly contents: PackageContents;
  /** Undefined where the backend looks for itself. */
  readonly at?: TomlNode | undefined;
  readonly patterns?: TomlNode | undefined;
}

const READERS: { readonly [B in PackagingBackend]: (tool: TomlNode | undefined) => Found } = {
  setuptools: (tool) => ofSetuptools(tomlAt(tool, 'setuptools')),
  hatchling: (tool) => ofHatch(tomlAt(tool, 'hatch', 'build')),
  poetry: (tool) => ofPoetry(tomlAt(tool, 'poetry')),
  flit: (tool) => ofNamedModule(tomlAt(tool, 'flit', 'module', 'name') ?? tomlAt(tool, 'flit', 'metadata', 'module')),
  pdm: (tool) => ofPdm(tomlAt(tool, 'pdm')),
  uv: (tool) => ofUv(tomlAt(tool, 'uv', 'build-backend')),
};

const UNKNOWN: PackageContents = { kind: 'unknown' };
const AUTOMATIC: PackageContents = { kind: 'automatic', names: [] };

function ofSetuptools(setuptools: TomlNode | undefined): Found {
  const [packages, modules] = [tomlAt(setuptools, 'packages'), tomlAt(setuptools, 'py-modules')];
  const found = tomlAt(packages, 'find');
  const names = tomlTexts(modules).map(({ value }) => value);
  const texts = (key: string): string[] => tomlTexts(tomlAt(found, key)).map(({ value }) => value);
  if (found !== undefined) {
    const isNamespace = tomlAt(found, 'namespaces');
    const namespaces = !(isNamespace?.kind === 'scalar' && isNamespace.value === false);
    const [where, include] = [texts('where'), texts('include')];
    return {
      contents: { kind: 'find', where, include, exclude: texts('exclude'), namespaces, modules: names },
      at: found,
      patterns: tomlAt(found, 'include'),
    };
  }
  if (packages === undefined && modules === undefined) return { contents: AUTOMATIC };
  const folders = tomlEntries(tomlAt(setuptools, 'package-dir'));
  return {
    contents: {
      kind: 'names',
      packages: tomlTexts(packages).map(({ value }) => value),
      modules: names,
      packageFolders: Object.fromEntries(folders.map(({ key, value }) => [key.value, tomlText(value)?.value ?? ''])),
    },
    at: packages ?? modules,
  };
}

/** They write a module with the version and nothing else. */
const VERSION_HOOKS: ReadonlySet<string> = new Set(['vcs', 'version']);

function ofHatch(build: TomlNode | undefined): Found {
  const wheel = tomlAt(build, 'targets', 'wheel');
  const option = (key: string): TomlNode | undefined => tomlAt(wheel, key) ?? tomlAt(build, key);
  const packages = option('packages');
  // What else may bring files, or move them.
  const hooks = [...tomlEntries(tomlAt(build, 'hooks')), ...tomlEntries(tomlAt(wheel, 'hooks'))];
  const isMoved = ['force-include', 'sources'].some((key) => option(key) !== undefined);
  if (isMoved || hooks.some(({ key }) => !VERSION_HOOKS.has(key.value))) return { contents: UNKNOWN, at: wheel };
  if (packages !== undefined) {
    const paths = tomlTexts(packages).map(({ value }) => ({ path: trimmed(value), root: folderOf(trimmed(value)) }));
    return { contents: { kind: 'paths', paths }, at: packages };
  }
  const isNarrowed = ['include', 'only-include', 'artifacts'].some((key) => option(key) !== undefined);
  return isNarrowed ? { contents: UNKNOWN, at: wheel } : { contents: AUTOMATIC };
}

function ofPoetry(poetry: TomlNode | undefined): Found {
  const packages = tomlAt(poetry, 'packages');
  // Files of `include` may be modules, and a build script makes what it likes.
  if (['include', 'build'].some((key) => tomlAt(poetry, key) !== undefined)) return { contents: UNKNOWN, at: packages };
  if (packages === undefined) return { contents: AUTOMATIC };
  const paths = tomlItems(packages).flatMap((each) => {
    const [include, from] = [tomlText(tomlAt(each, 'include'))?.value, tomlText(tomlAt(each, 'from'))?.value ?? ''];
    const moved = tomlAt(each, 'to') !== undefined;
    return include === undefined || moved ? [] : [{ path: joined(from, include), root: trimmed(from) }];
  });
  const isWhole = paths.length === tomlItems(packages).length;
  return { contents: isWhole ? { kind: 'paths', paths } : UNKNOWN, at: packages };
}

function ofNamedModule(name: TomlNode | undefined): Found {
  const names = tomlTexts(name).map(({ value }) => value);
  return { contents: { kind: 'automatic', names }, at: name };
}

function ofPdm(pdm: TomlNode | undefined): Found {
  const build = tomlAt(pdm, 'build');
  const options = ['includes', 'excludes', 'package-dir', 'custom-hook', 'run-setuptools'];
  const isAutomatic = options.every((key) => tomlAt(build, key) === undefined && tomlAt(pdm, key) === undefined);
  return isAutomatic ? { contents: AUTOMATIC } : { contents: UNKNOWN, at: build };
}

function ofUv(backend: TomlNode | undefined): Found {
  const [name, root] = [tomlAt(backend, 'module-name'), tomlText(tomlAt(backend, 'module-root'))?.value ?? 'src'];
  const isNamespace = tomlAt(backend, 'namespace') !== undefined;
  if (name === undefined || isNamespace) return { contents: isNamespace || root !== 'src' ? UNKNOWN : AUTOMATIC };
  const paths = tomlTexts(name).map(({ value }) => ({
    path: joined(root, value.replaceAll('.', '/')),
    root: trimmed(root),
  }));
  return { contents: { kind: 'paths', paths }, at: name };
}

const trimmed = (path: string): string => path.replace(/^(?:\.\/)+|(?<!\/)\/+$|^\.$/g, '');
const joined = (folder: string, path: string): string =>
  trimmed([trimmed(folder), trimmed(path)].filter(Boolean).join('/'));
