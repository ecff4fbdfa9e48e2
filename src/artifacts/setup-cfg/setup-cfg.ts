import type { Located, SourceText } from '../../text/index.ts';
import { type IniFile, type IniOption, type IniSection, readIni } from '../ini/ini-file.ts';
import { readEntryPoints } from '../packaging/entry-point-lines.ts';
import type { DeclaredEntryPoint, PackageContents, Packaging } from '../packaging/packaging.ts';
import type { Reading } from '../reading.ts';
import { type DeclaredRequirement, parseRequirement, type RequirementGroup } from '../requirements/requirement.ts';

/** A setup.cfg. Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html */
export interface SetupCfg extends IniFile {
  readonly name: Located<string> | undefined;
  readonly requirements: readonly Located<DeclaredRequirement>[];
  /** Whether `install_requires` is there, be it empty. */
  readonly hasRuntimeList: boolean;
  /** `file:` in the place of requirements. */
  readonly requirementFiles: readonly Located<string>[];
  readonly entryPoints: readonly Located<DeclaredEntryPoint>[];
  /** Undefined where it says nothing of packages. */
  readonly packaging: Packaging | undefined;
}

export function readSetupCfg(text: SourceText): Reading<SetupCfg> {
  const { artifact, comments, problems } = readIni(text);
  const model = artifact && {
    ...artifact,
    name: optionOf(artifact, 'metadata', 'name')?.lines[0],
    ...requirementsOf(artifact),
    hasRuntimeList: optionOf(artifact, 'options', 'install_requires') !== undefined,
    entryPoints: entryPointsOf(artifact),
    packaging: packagingOf(artifact),
  };
  return { artifact: model, comments, problems };
}

const sectionOf = ({ sections }: IniFile, name: string): IniSection | undefined =>
  sections.find((section) => section.name.value === name);
const optionOf = (file: IniFile, section: string, name: string): IniOption | undefined =>
  sectionOf(file, section)?.options.find((option) => option.name.value.replaceAll('-', '_') === name);

function requirementsOf(file: IniFile): Pick<SetupCfg, 'requirements' | 'requirementFiles'> {
  const extras = sectionOf(file, 'options.extras_require')?.options ?? [];
  const lists: { group: RequirementGroup; option: IniOption | undefined }[] = [
    { group: { kind: 'runtime' }, option: optionOf(file, 'options', 'install_requires') },
    { group: { kind: 'build' }, option: optionOf(file, 'options', 'setup_requires') },
    { group: { kind: 'group', name: 'tests' }, option: optionOf(file, 'options', 'tests_require') },
    ...extras.map((option) => ({ group: { kind: 'extra' as const, name: option.name.value }, option })),
  ];
  const isFile = (line: Located<string>): boolean => /^file\s*:/.test(line.value);
  // `%(service)s` stands for the lines of that option, as configparser puts them in.
  const linesOf = (option: IniOption | undefined): readonly Located<string>[] =>
    (option?.lines ?? []).flatMap((line) => {
      const name = /^%\((\w+)\)s$/.exec(line.value)?.[1];
      return name === undefined ? [line] : (optionOf(file, 'options', name)?.lines ?? []);
    });
  const listed = lists.flatMap(({ group, option }) => linesOf(option).map((line) => ({ group, line })));
  return {
    requirements: listed.flatMap(({ group, line }) => requirementsIn(line, group)),
    requirementFiles: listed
      .filter(({ line }) => isFile(line))
      .flatMap(({ line: { value, span } }) =>
        value
          .replace(/^file\s*:/, '')
          .split(',')
          .map((path) => ({ value: path.trim(), span })),
      ),
  };
}

/** One for each line, or several between semicolons, where none has a marker. */
function requirementsIn(line: Located<string>, group: RequirementGroup): Located<DeclaredRequirement>[] {
  const text = line.value.replace(/\s#[\s\S]*$/, '');
  const found = parseRequirement(text);
  return found === undefined ? [] : [{ value: { ...found, group }, span: line.span }];
}

function entryPointsOf(file: IniFile): Located<DeclaredEntryPoint>[] {
  const options = sectionOf(file, 'options.entry_points')?.options ?? [];
  return options.flatMap((option) => readEntryPoints(option.name.value, option.lines));
}

function packagingOf(file: IniFile): Packaging | undefined {
  const [packages, modules] = [optionOf(file, 'options', 'packages'), optionOf(file, 'options', 'py_modules')];
  const written = packages?.lines[0]?.value ?? '';
  const names = listOf(modules);
  const found = /^find(_namespace)?:/.exec(written);
  const contents = found === null ? named(listOf(packages), names, file) : finding(file, found[1] !== undefined, names);
  const at = (found !== null ? sectionOf(file, 'options.packages.find')?.name : undefined) ?? packages ?? modules;
  return at === undefined ? undefined : { backend: 'setuptools', span: at.span, contents };
}

function finding(file: IniFile, namespaces: boolean, modules: readonly string[]): PackageContents {
  const list = (name: string): string[] => listOf(optionOf(file, 'options.packages.find', name));
  const [where, include] = [list('where'), list('include')];
  return { kind: 'find', where, include, exclude: list('exclude'), namespaces, modules };
}

function named(packages: readonly string[], modules: readonly string[], file: IniFile): PackageContents {
  const folders = listOf(optionOf(file, 'options', 'package_dir')).map((line): [string, string] => {
    const [name = '', folder = ''] = line.split('=', 2);
    return [name.trim(), folder.trim()];
  });
  return { kind: 'names', packages, modules, packageFolders: Object.fromEntries(folders) };
}

/** Values on lines of their own, or between commas. */
function listOf(option: IniOption | undefined): string[] {
  return (option?.lines ?? [])
    .flatMap(({ value }) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
