import type { YamlData } from '#artifacts';
import { memoize } from '#collections';
import { defineProjectRule, fileStart } from '#kit';
import { commandsOfStage, type PipelineStage, pipelineStages } from '#kit/artifacts';
import { scriptRun } from '#kit/commands';
import type { ProjectModel } from '#project';
import { importClosure } from '#project/import-closure';
import type { ModuleSummary } from '#semantics';
import { listedCode } from '#text/wording';

/** Commands beside the script that write nothing, or only folders. */
const IDLE: ReadonlySet<string> = new Set(['cd', 'echo', 'export', 'mkdir', 'set', 'source', 'true', '.', 'pip']);
/** Libraries that write files of their own names, or take names from elsewhere. */
const WRITERS =
  /^(?:dvclive|hydra|omegaconf|dynaconf|pydantic_settings|dotenv|lightning|pytorch_lightning|papermill|kedro|zenml|luigi|metaflow|confuse|ray)(?:\.|$)/;
const CONFIGURATION = /\.(?:ya?ml|toml|json|ini|cfg|env|conf)$/;

export default defineProjectRule({
  docs: {
    summary: 'DVC output that the script of its stage never writes',
    why: 'DVC fails if a declared output is missing after the stage has run, so the stage cannot be reproduced.',
    remedy: 'Write the file in the script, or remove it from the outputs of the stage',
    harm: 'breaks',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'ML-MLOps-Portfolio, of 26 repositories with DVC pipelines' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.3' }],
    bad: '# path: dvc.yaml\nstages:\n  train:\n    cmd: python train.py\n    metrics:\n      - scores.json\n# path: train.py\nprint("trained")\n',
    good: '# path: dvc.yaml\nstages:\n  train:\n    cmd: python train.py\n    metrics:\n      - scores.json\n# path: train.py\nimport json\n\nwith open("scores.json", "w") as out:\n    json.dump({}, out)\n',
  },
  check(project, ctx) {
    const stages = pipelineStages(project);
    if (stages.length === 0) return;
    for (const each of stages) {
      const scripts = scriptsOf(each, project);
      const known = scripts && namesKnown(scripts, each, project);
      if (scripts === undefined || known === undefined) continue;
      for (const { path, kind } of each.stage.outputs) {
        const filled = each.rounds[0]?.fill(path.value);
        if (filled === undefined || isNamed(filled, known)) continue;
        const names = listedCode(scripts.map((script) => script.path));
        ctx.report({
          at: each.file.placeOf(path.span),
          message: `stage \`${each.stage.name.value}\` declares the ${kind === 'out' ? 'output' : kind} \`${filled}\`, which ${names} and ${scripts.length > 1 ? 'their' : 'its'} imports never mention`,
          related: scripts.map((script) => ({ ...fileStart(script), message: 'the stage runs this script' })),
          cause: `${each.file.path} ${each.stage.name.value}`,
          key: `${each.file.path} ${each.stage.name.value} ${filled}`,
        });
      }
    }
  },
});

/** The scripts that a stage runs; undefined where it runs anything else, or hands on words that nobody sees. */
function scriptsOf(each: PipelineStage, project: ProjectModel): ModuleSummary[] | undefined {
  const scripts: ModuleSummary[] = [];
  for (const placed of commandsOfStage(each)) {
    const { words, redirections } = placed.command;
    if (IDLE.has(words[0]?.text ?? '') && redirections.length === 0) continue;
    const run = scriptRun(placed, project);
    const isOpen = words.some(({ text, isDynamic }) => isDynamic && each.rounds[0]?.fill(text) === undefined);
    if (run === undefined || isOpen || redirections.length > 0) return undefined;
    scripts.push(run.module);
  }
  return scripts.length === 0 ? undefined : scripts;
}

/** Every text that may name a file for the stage; undefined where names come from somewhere else. */
function namesKnown(
  scripts: readonly ModuleSummary[],
  each: PipelineStage,
  project: ProjectModel,
): readonly KnownTexts[] | undefined {
  const modules = new Set(scripts.flatMap((script) => importClosure(script, project)));
  const imported = [...modules].flatMap(({ imports }) => imports);
  if (
    imported.some(({ module }) => WRITERS.test(module)) ||
    [...modules].some((module) => hidesImports(module, project))
  )
    return undefined;
  const inCode = [...modules].flatMap((module) => module.texts.words);
  const outputs = new Set(each.stage.outputs.map(({ path }) => nameOf(path.value)));
  const hasConfiguration = inCode.some((text) => {
    const name = nameOf(text);
    return CONFIGURATION.test(text) && !outputs.has(name) && name !== 'params.yaml' && mayExist(name, project);
  });
  if (hasConfiguration) return undefined;
  const given = each.stage.commands.flatMap(({ script }) =>
    script.commands.flatMap(({ words }) => words.flatMap(({ text }) => each.rounds[0]?.fill(text) ?? [])),
  );
  const inGiven = given.map((text) => namesInConfiguration(text, outputs, each, project));
  if (inGiven.includes(undefined)) return undefined;
  return [knownTexts([...inCode, ...given, ...inGiven.flatMap((names) => names ?? [])]), textsOfParams(project)];
}

/** Whatever a stage runs may read them. */
const textsOfParams = memoize(({ artifacts }: ProjectModel) =>
  knownTexts(artifacts.of('params').flatMap(({ model }) => leavesOf(model.values))),
);

/** What a file of configuration names that a command is given; undefined where such a file cannot be seen into. */
function namesInConfiguration(
  given: string,
  outputs: ReadonlySet<string>,
  { folder }: PipelineStage,
  { artifacts, tree }: ProjectModel,
): readonly string[] | undefined {
  const written = given.replace(/^--?[\w-]+=/, '');
  if (!CONFIGURATION.test(written) || outputs.has(nameOf(written))) return [];
  const answer = folder === undefined ? undefined : tree.resolve(written, folder);
  if (answer?.kind !== 'file') return [];
  if (artifacts.at('params', answer.path) !== undefined) return [];
  return artifacts.at('settings', answer.path)?.model.files;
}

/** It imports what the project may have under a name that could not be followed. */
function hidesImports(module: ModuleSummary, project: ProjectModel): boolean {
  return module.imports.some((imported) => {
    const top = imported.module.split('.', 1)[0] ?? '';
    const isUnknown = project.resolveImport(imported, module).kind === 'unknown';
    return isUnknown && topNames(project).has(top);
  });
}

/** What a module, or a folder that it is in, is called. */
const topNames = memoize(
  ({ modules }: ProjectModel): ReadonlySet<string> =>
    new Set(modules.flatMap(({ path }) => path.split('/').map((name) => name.replace(/\.py$/, '')))),
);

const mayExist = (name: string, project: ProjectModel): boolean =>
  project.tree.isFile(name) || project.tree.filesNamed(name.replaceAll(/[*?[\]{}]/g, '')).length > 0;

function leavesOf(data: YamlData): string[] {
  if (data === null || typeof data !== 'object') return typeof data === 'string' ? [data] : [];
  return Object.values(data).flatMap(leavesOf);
}

const nameOf = (path: string): string =>
  path
    .replace(/(?<!\/)\/+$/, '')
    .split('/')
    .at(-1) ?? path;

/** Texts that outputs may be named in. */
interface KnownTexts {
  readonly all: string;
  /** Their parts, with what these begin with, up to a point. */
  readonly stems: ReadonlySet<string>;
  /** What may be put behind a name. */
  readonly endings: ReadonlySet<string>;
}

function knownTexts(texts: readonly string[]): KnownTexts {
  const stems = new Set<string>();
  for (const part of texts.flatMap((text) => text.split(/[\\/=]/))) {
    stems.add(part);
    for (let at = part.indexOf('.'); at >= 0; at = part.indexOf('.', at + 1)) stems.add(part.slice(0, at));
  }
  const endings = new Set(texts.filter((text) => text.length > 3 && /^[._-]/.test(text)));
  return { all: texts.join('\n'), stems, endings };
}

/** Named whole, without its ending, or by an end of it that something else is put before. */
function isNamed(output: string, known: readonly KnownTexts[]): boolean {
  const name = nameOf(output);
  const stem = name.replace(/\.\w+$/, '');
  const ends = [...name.matchAll(/[._-]/g)].map(({ index }) => name.slice(index));
  return known.some(
    ({ all, stems, endings }) => all.includes(name) || stems.has(stem) || ends.some((end) => endings.has(end)),
  );
}
