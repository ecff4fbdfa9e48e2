/** What the files of a project declare: dependencies and entry points, each with its place. */

import { type DeclaredRequirement, parseRequirement, type RequirementGroup } from '../artifacts/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import type { Located } from '../text/index.ts';
import { compareText, isWithin } from '../text/index.ts';
import type { ArtifactFile, Artifacts } from './artifacts.ts';
import type { EntryPoint, Requirement, RequirementSource } from './project-model.ts';
import { toxFiles } from './tox-files.ts';

/** Every dependency that a file of the project declares, by path. */
export function declaredRequirements(artifacts: Artifacts, modules: readonly ModuleSummary[]): Requirement[] {
  const declared = [
    ...(['pyproject', 'setup-cfg', 'pipfile'] as const).flatMap((kind) =>
      artifacts.of(kind).flatMap((file) => placed(kind, file, file.model.requirements)),
    ),
    ...artifacts.of('requirements').flatMap(fileRequirements),
    ...artifacts.of('conda-environment').flatMap(condaRequirements),
    ...toxFiles(artifacts).flatMap(({ file, tox }) => placed('tox', file, tox.requirements)),
    ...modules.flatMap(setupRequirements),
  ];
  return declared.sort((a, b) => compareText(a.path, b.path) || a.line - b.line);
}

/** Paths of the files that list what the project needs to run, be it nothing. */
export function runtimeListsOf(artifacts: Artifacts, modules: readonly ModuleSummary[]): string[] {
  const files = [...artifacts.of('pyproject'), ...artifacts.of('setup-cfg'), ...artifacts.of('pipfile')];
  return [
    ...files.filter(({ model }) => model.hasRuntimeList),
    ...artifacts.of('requirements').filter(({ path }) => groupOfFile(path).kind === 'runtime'),
    ...modules.filter(({ setup }) => setup?.hasRuntimeList === true),
  ]
    .map(({ path }) => path)
    .sort(compareText);
}

function placed(
  source: RequirementSource,
  file: ArtifactFile,
  requirements: readonly Located<DeclaredRequirement>[],
): Requirement[] {
  return requirements.map(({ value, span }) => {
    const place = file.placeOf(span);
    return { ...value, path: file.path, line: place.line, place, source, isLocked: false };
  });
}

function fileRequirements(file: ArtifactFile<'requirements'>): Requirement[] {
  const group = groupOfFile(file.path);
  const isLocked = file.model.lock !== undefined;
  return file.model.requirements.map(({ value: { hashes: _, ...requirement }, span }) => {
    const place = file.placeOf(span);
    return { ...requirement, group, path: file.path, line: place.line, place, source: 'requirements', isLocked };
  });
}

/** `requirements-dev.txt`, `requirements/test.in`, `docs/requirements.txt` are for developers. */
function groupOfFile(path: string): RequirementGroup {
  if (/(^|[/_.-])constraints?[\w.-]{0,255}\.(txt|in)$/.test(path)) return { kind: 'constraint' };
  const words = path.toLowerCase().split(/[/_.-]+/);
  const name = words.find((word) => DEVELOPERS.has(word));
  return name === undefined ? { kind: 'runtime' } : { kind: 'group', name };
}

const DEVELOPERS: ReadonlySet<string> = new Set(
  `bench benchmark benchmarks build check checks ci coverage dev develop development doc docs documentation e2e example
   examples extra extras integration lint linting linter linters local mypy notebook notebooks optional qa release style
   test testing tests tool tools tox typing types`.split(/\s+/),
);

function condaRequirements(file: ArtifactFile<'conda-environment'>): Requirement[] {
  const group: RequirementGroup = { kind: 'group', name: 'conda' };
  const packages = file.model.packages
    .filter(({ value }) => value.name !== 'python' && value.name !== 'pip')
    .map(({ value: { name, version }, span }) => {
      const parsed = parseRequirement(`${name}${version.replace(/^=(?!=)(.*?)(?:\.\*)?$/, '==$1.*')}`);
      return { span, value: { ...(parsed ?? { distribution: name, specifier: '', extras: [] }), group } };
    });
  const pip = file.model.pip.flatMap(({ value: text, span }) => {
    const value = parseRequirement(text);
    return value === undefined ? [] : [{ value: { ...value, group }, span }];
  });
  return placed('conda-environment', file, [...packages, ...pip]);
}

function setupRequirements({ path, setup }: ModuleSummary): Requirement[] {
  return (setup?.requirements ?? []).flatMap(({ text, place, group }) => {
    const found = parseRequirement(text);
    if (found === undefined) return [];
    return [
      { ...found, group, path, line: place.line, place: { path, ...place }, source: 'setup.py', isLocked: false },
    ];
  });
}

/** Everything that packaging makes runnable or findable by its name. */
export function declaredEntryPoints(artifacts: Artifacts, modules: readonly ModuleSummary[]): EntryPoint[] {
  const files = [...artifacts.of('pyproject'), ...artifacts.of('setup-cfg')];
  const inFiles = files.flatMap(({ path, model, placeOf }) =>
    model.entryPoints.map(({ value, span }) => {
      const place = placeOf(span);
      return { ...value, path, line: place.line, place };
    }),
  );
  const inSetup = modules.flatMap(({ path, setup }) =>
    (setup?.entryPoints ?? []).map(({ place, ...entry }) => ({
      ...entry,
      path,
      line: place.line,
      place: { path, ...place },
    })),
  );
  return [...inFiles, ...inSetup];
}

/** What the nearest folder above a file requires. */
export function nearestRequirements(requirements: readonly Requirement[], from: string): readonly Requirement[] {
  const above = requirements.filter(({ path }) => isWithin(from, requirementFolder(path)));
  const nearest = Math.max(...above.map(({ path }) => requirementFolder(path).length));
  return above.filter(({ path }) => requirementFolder(path).length === nearest);
}

/** The folder that a declaration is about: `service` for `service/requirements/gpu/base.txt` and `service/docker/requirements.txt`. */
export function requirementFolder(path: string): string {
  const folders = path.split('/').slice(0, -1);
  const aside = folders.findIndex((name) => ASIDE.test(name));
  return folders.slice(0, aside < 0 ? folders.length : aside).join('/');
}

const ASIDE =
  /^(?:requirements?|req|reqs|deps|dependencies|docker|deploy(?:ment)?|build|ci|\.?config|conda|envs?|environments?|install)$/;
