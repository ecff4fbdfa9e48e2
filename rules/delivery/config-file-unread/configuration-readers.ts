/** Who else than Python code may read a file of configuration: commands, other configuration, users who choose one. */
import type { ArtifactKind, ShellCommand } from '#artifacts';
import { textsIn } from '#kit/artifacts';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { joinPath } from '#text';
import { configurationNamesIn } from './configuration-texts.ts';

/** Names of files, and paths of folders, that are in artifacts. */
export interface ConfigurationReaders {
  readonly names: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Names in the commands of documents, with the folders of those: a document speaks of what lies below it. */
  readonly documented: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Documents tell of files and read none; only their commands count. */
const NAMING: readonly ArtifactKind[] = [
  ...(['action', 'compose', 'dockerfile', 'dvc', 'ini', 'kubernetes', 'makefile', 'params', 'pre-commit'] as const),
  ...(['platform', 'prometheus', 'pyproject', 'redis-conf', 'settings', 'setup-cfg', 'shell-script'] as const),
  ...(['tool-toml', 'workflow'] as const),
];

/** `wanted`: the names that are asked for; the others in the texts are passed over. */
export function configurationReaders(project: ProjectModel, wanted: readonly string[]): ConfigurationReaders {
  const { artifacts, commands } = project;
  const names = new Set<string>();
  const models = [
    ...NAMING.flatMap((kind) => artifacts.of(kind).map(({ model }) => model)),
    ...commands.flatMap(({ command, kind }) => (kind === 'markdown' ? [] : [command])),
  ];
  for (const name of namesIn(models, wanted)) names.add(name);
  const documented = new Map<string, Set<string>>();
  const canParse = project.modules.some(mayParse);
  for (const { command, kind, path } of commands) {
    if (!canParse && runsScript(command)) continue;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    for (const name of kind === 'markdown' ? namesIn(command, wanted) : [])
      documented.set(name, new Set([...(documented.get(name) ?? []), folder]));
  }
  return { names, folders: foldersRead({ artifacts, commands }), documented };
}

/** A module that reads YAML, or leaves it to a library that finds files by itself. */
const mayParse = ({ role, imports }: ModuleSummary): boolean =>
  role !== 'test' &&
  imports.some(
    ({ module, name }) => YAML.test(module) || CHOOSING.test(module) || /Yaml|HfArgumentParser/.test(name ?? ''),
  );

const YAML = /^(?:yaml|ruamel|ruyaml|oyaml|strictyaml|pyaml|poyo|ultralytics)(?:\.|$)/;

/** `python tune.py --sweep hpo.yaml`: code of the repository, which cannot read what no module of it parses. */
const runsScript = ({ words: [program, ...args] }: ShellCommand): boolean =>
  /^python[\d.]*$/.test(program?.text ?? '') &&
  args.find(({ text }) => !text.startsWith('-'))?.text.endsWith('.py') === true;

/** Folders that commands are given, and those that images and containers take to where no code of the repository is. */
function foldersRead({ artifacts, commands }: Pick<ProjectModel, 'artifacts' | 'commands'>): ReadonlySet<string> {
  const folders = new Set<string>();
  const add = (written: string, ...bases: readonly string[]): void => {
    if (written.length > 1_000) return;
    for (const base of bases) {
      const path = joinPath(base, written);
      if (path !== undefined && path !== '') folders.add(path);
    }
  };
  for (const { command, kind, folders: bases } of commands) {
    if (kind === 'dockerfile' || KEEPING.test(command.words[0]?.text ?? '')) continue;
    for (const { text } of command.words) add(text.replace(/^.*=|:[\s\S]*$/g, ''), ...bases);
  }
  for (const { model, folder } of artifacts.of('compose')) {
    for (const { mounts } of model.services) {
      for (const { source, target } of mounts) if (isElsewhere(target?.value)) add(source?.value ?? '', folder);
    }
  }
  for (const { model, folder } of artifacts.of('dockerfile')) {
    for (const each of model.stages.flatMap(({ instructions }) => instructions)) {
      if ((each.kind !== 'copy' && each.kind !== 'add') || !isElsewhere(each.destination?.value)) continue;
      for (const { value } of each.sources) add(value, '', folder);
    }
  }
  return folders;
}

const namesIn = (model: object, wanted: readonly string[]): string[] =>
  [...textsIn(model)].flatMap((text) =>
    wanted.some((name) => text.includes(name)) ? configurationNamesIn(text).map((name) => name.replace(/^\*/, '')) : [],
  );

/** They look after files, and read none for anybody. */
const KEEPING = /^(?:mkdir|ls|git|rm|chmod|chown|tree|cd|zip|tar|ruff|black|isort|flake8|mypy|prettier|yamllint)$/;

/** Where programs of a system look for their configuration, and not the code of the repository. */
const isElsewhere = (target: string | undefined): boolean =>
  target === undefined || !/^(?:\/(?:app|code|src|srv|workspace|opt|usr\/src)\b|\.|[^/])/.test(target);

/** Anyone who starts the code of a module says which file it reads. */
export function letsChoose(module: ModuleSummary): boolean {
  if (module.role === 'test') return false;
  const { imports, functions, attributeReads, isEntryPoint } = module;
  return (
    module.texts.words.some((text) => OPTION.test(text) || VARIABLE.test(text)) ||
    imports.some((each) => CHOOSING.test(each.module)) ||
    functions.some(({ entry, parameters }) => entry === 'command' && parameters.some(({ name }) => NAME.test(name))) ||
    (isEntryPoint && attributeReads.includes('argv') && imports.some((each) => FORMATS.test(each.module)))
  );
}

/** What is before the word is short, so that a long text is not read anew from each of its words. */
const OPTION =
  /^--?(?:\w[\w-]{0,60}[-_])?(?:conf|config|configs|cfg|settings|hparams|params|yaml|yml)(?:[-_]\w[\w-]*)?$/;
const VARIABLE = /^(?:[A-Z0-9]+_)*(?:CONF|CONFIG|CFG|SETTINGS)(?:_(?:PATH|FILE|DIR|NAME|LOCATION|FOLDER))?$/;
const NAME = /^(?:\w{1,60}_)?(?:conf|config|cfg|settings)(?:_\w+)?$/;
const FORMATS = /^(?:yaml|ruamel|toml|tomli|tomllib|configparser|json)(?:\.|$)/;
/** Libraries that find files of configuration by themselves, or take them from the command line. */
const CHOOSING =
  /^(?:hydra|omegaconf|dynaconf|kedro|fire|tyro|jsonargparse|simple_parsing|draccus|gin|mmengine|mmcv|detectron2|ml_collections|lightning|pytorch_lightning|confuse|anyconfig|everett|configargparse|oslo_config|cement|airflow|dagster|prefect|dbt|great_expectations|rasa|llama_index|mlflow\.recipes)(?:\.|$)/;
