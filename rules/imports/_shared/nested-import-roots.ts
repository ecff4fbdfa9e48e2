/** Configuration that puts a folder and one below it on Python's path, so that what lies in the lower one has two names. */
import type { IniSection, TomlSection } from '#artifacts';
import { groupBy } from '#collections';
import type { ArtifactFile, ArtifactPlace, ProjectModel } from '#project';
import { folderOf, joinPath, type Located, type Span } from '#text';

export interface NestedImportRoots {
  /** Who says so: `pythonpath`, `mypy_path`, `PYTHONPATH`. */
  readonly setting: string;
  /** The upper folder as written. */
  readonly upper: string;
  /** The lower one, relative to the upper. */
  readonly lower: string;
  readonly place: ArtifactPlace;
}

export function nestedImportRoots(project: ProjectModel): readonly NestedImportRoots[] {
  return pathSettings(project).flatMap(({ setting, paths, place }) => {
    const plain = [...new Set(paths.flatMap((written) => normalized(written) ?? []))];
    const below = groupBy(
      plain.filter((path) => path !== '.' && !path.startsWith('..')),
      (path) => (path.includes('/') ? folderOf(path) : '.'),
    );
    return plain.flatMap((upper) =>
      (below.get(upper) ?? []).map((path) => ({ setting, upper, lower: path.slice(path.lastIndexOf('/') + 1), place })),
    );
  });
}

interface PathSetting {
  readonly setting: string;
  readonly paths: readonly string[];
  readonly place: ArtifactPlace;
}

/** `.`, `src`, `/app/src`; a variable that stands for where the checkout lies is `.`. Undefined for other variables. */
function normalized(written: string): string | undefined {
  const plain = written
    .trim()
    .replace(
      /^(?:\$\{?(?:PWD|MYPY_CONFIG_FILE_DIR|GITHUB_WORKSPACE|CI_PROJECT_DIR)\}?|\$\(pwd\)|\{toxinidir\}|\$\{\{ *github\.workspace *\}\})/,
      '.',
    )
    .replace(/(?<!\/)\/+$/, '');
  if (plain === '' || /[$`{}*]/.test(plain)) return undefined;
  if (plain.startsWith('/')) return plain;
  const path = joinPath('', plain);
  return path === undefined ? undefined : path === '' ? '.' : path;
}

/** Every setting of Python's path. */
export function pathSettings({ artifacts, commands }: ProjectModel): PathSetting[] {
  const iniFiles = [...artifacts.of('ini'), ...artifacts.of('setup-cfg')];
  return [
    ...artifacts.of('pyproject').flatMap((file) => file.model.tools.flatMap((each) => ofToml(each, file))),
    ...iniFiles.flatMap((file) => file.model.sections.flatMap((each) => ofIni(each, file))),
    ...artifacts
      .of('dockerfile')
      .flatMap((file) =>
        file.model.stages.flatMap(({ instructions }) =>
          instructions.flatMap((each) =>
            each.kind !== 'env'
              ? []
              : each.variables.flatMap(({ name, value, span }) => ofVariable(name, value, span, file)),
          ),
        ),
      ),
    ...artifacts
      .of('compose')
      .flatMap((file) => file.model.services.flatMap(({ environment }) => ofVariables(environment, file))),
    ...artifacts.of('workflow').flatMap((file) => {
      const { environment, jobs } = file.model;
      const steps = jobs.flatMap((job) => [job.environment, ...job.steps.map((step) => step.environment)]);
      return [environment, ...steps].flatMap((variables) => ofVariables(variables, file));
    }),
    ...commands.flatMap(({ command, placeOf, kind }) => {
      const exported = command.words[0]?.text === 'export' ? command.words.slice(1).map(({ text }) => text) : [];
      const given = command.environment.flatMap(({ name, value }) =>
        value === undefined ? [] : `${name}=${value.text}`,
      );
      const written = [...given, ...exported].find((text) => text.startsWith('PYTHONPATH='));
      if (written === undefined || kind === 'markdown') return [];
      return setting('PYTHONPATH', split(written.slice('PYTHONPATH='.length)), placeOf(command.span));
    }),
  ];
}

const OPTIONS: ReadonlySet<string> = new Set(['pythonpath', 'python_paths', 'mypy_path']);

function ofToml({ options }: TomlSection, file: ArtifactFile): PathSetting[] {
  return options.flatMap(({ name, texts, span }) =>
    OPTIONS.has(name.value)
      ? setting(
          name.value,
          texts.flatMap(({ value }) => split(value)),
          file.placeOf(span),
        )
      : [],
  );
}

function ofIni({ options }: IniSection, file: ArtifactFile): PathSetting[] {
  return options.flatMap(({ name, lines, span }) => {
    const text = lines.map(({ value }) => value).join('\n');
    if (OPTIONS.has(name.value)) return setting(name.value, split(text), file.placeOf(span));
    const variable =
      name.value === 'setenv' || name.value === 'set_env' ? /PYTHONPATH *= *(.+)/.exec(text)?.[1] : undefined;
    return variable === undefined ? [] : setting('PYTHONPATH', split(variable), file.placeOf(span));
  });
}

function ofVariables(
  variables: readonly {
    readonly name: Located<string>;
    readonly value: Located<string> | undefined;
    readonly span: Span;
  }[],
  file: ArtifactFile,
): PathSetting[] {
  return variables.flatMap(({ name, value, span }) => ofVariable(name.value, value?.value, span, file));
}

function ofVariable(name: string, value: string | undefined, span: Span, file: ArtifactFile): PathSetting[] {
  return name === 'PYTHONPATH' && value !== undefined ? setting(name, split(value), file.placeOf(span)) : [];
}

const split = (text: string): string[] => text.split(/[\s:;,]+/);

const setting = (name: string, paths: readonly string[], place: ArtifactPlace): PathSetting[] => [
  { setting: name, paths, place },
];
