/** Parameters of pipelines that change nothing but what DVC runs again. */
import type { ParamsFile, PipelineParameter } from '#artifacts';
import type { ProjectProblem } from '#kit';
import { commandsOfStage, type PipelineStage, pipelineStages } from '#kit/artifacts';
import { scriptRun } from '#kit/commands';
import type { ArtifactFile, ProjectModel } from '#project';
import { importClosure } from '#project/import-closure';
import type { ModuleSummary } from '#semantics';
import { joinPath } from '#text';
import { mayBeReadWhole } from '../_shared/field-reads.ts';

/** A parameter that a stage tracks, and that neither the pipeline nor any code reads. */
interface UnreadParameter {
  readonly file: ArtifactFile<'params'>;
  readonly parameter: PipelineParameter;
  readonly stage: PipelineStage;
}

/** What is to be said of each of them. */
export function unreadParameterProblems(project: ProjectModel): ProjectProblem[] {
  return unreadParameters(project).map(({ file, parameter, stage }) => {
    const name = stage.stage.name.value;
    return {
      at: file.placeOf(parameter.key.span),
      message: `unused parameter: stage \`${name}\` tracks \`${parameter.path}\`, which neither the pipeline nor any code reads`,
      related: [{ ...stage.file.placeOf(stage.stage.name.span), message: 'the stage is rerun when it changes' }],
      cause: `${file.path} unread`,
      key: `${file.path} ${parameter.path}`,
    };
  });
}

function unreadParameters(project: ProjectModel): UnreadParameter[] {
  const stages = pipelineStages(project);
  return project.artifacts.of('params').flatMap((file) => {
    const own = stages.filter((each) => joinPath(each.file.folder, 'params.yaml') === file.path);
    return own.length === 0 ? [] : unreadIn(file, own, project);
  });
}

function unreadIn(
  file: ArtifactFile<'params'>,
  stages: readonly PipelineStage[],
  project: ProjectModel,
): UnreadParameter[] {
  const holes = stages.flatMap(holesOf);
  const words = new Set(project.modules.flatMap(namesRead));
  return file.model.parameters.flatMap((parameter) => {
    const { path, key } = parameter;
    const stage = stages.find((each) => tracks(each, path));
    const isFilled = holes.some((hole) => isAround(hole, path) || isAround(path, hole));
    if (stage === undefined || isFilled || words.has(key.value) || mayBeTaken(stage, path, file.model, project))
      return [];
    return [{ file, parameter, stage }];
  });
}

const namesRead = (module: ModuleSummary): readonly string[] => [
  ...module.texts.words.flatMap(keysIn),
  ...module.attributeReads,
];

/** Other keys of the section are taken one by one, so that none of them is taken with the whole. */
function mayBeTaken(stage: PipelineStage, path: string, params: ParamsFile, project: ProjectModel): boolean {
  const runs = commandsOfStage(stage).flatMap((placed) => scriptRun(placed, project) ?? []);
  if (runs.length === 0) return true;
  const modules = new Set(runs.flatMap(({ module }) => importClosure(module, project)));
  const takesWhole = [...modules].some(
    (module) =>
      module.texts.words.includes('**') ||
      module.attributeReads.some((name) => WHOLE.has(name)) ||
      mayBeReadWhole(module.path, project),
  );
  if (takesWhole) return true;
  const words = new Set([...modules].flatMap(namesRead));
  const section = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  const siblings = params.parameters.filter(
    (other) => other.path !== path && other.path.slice(0, Math.max(0, other.path.lastIndexOf('.'))) === section,
  );
  return (
    section === '' ||
    !words.has(section.slice(section.lastIndexOf('.') + 1)) ||
    !siblings.some(({ key }) => words.has(key.value))
  );
}

/** Attributes by which all of a map, or of an object, is taken. */
const WHOLE: ReadonlySet<string> = new Set([
  'items',
  'values',
  'update',
  'from_dict',
  'to_container',
  'model_validate',
  'parse_obj',
  '*',
]);

/** `train.epochs` names both. */
const keysIn = (text: string): string[] => [text, ...text.split(/[.[\]"']/)];

function tracks({ stage }: PipelineStage, path: string): boolean {
  return stage.params.some(({ file, keys }) => {
    const isOwn = file === undefined || /(?:^|\/)params\.yaml$/.test(file.value);
    return isOwn && keys.some(({ value }) => isAround(value, path));
  });
}

const isAround = (section: string, path: string): boolean => path === section || path.startsWith(`${section}.`);

/** What the holes of a stage's commands and paths name. */
function holesOf({ stage }: PipelineStage): string[] {
  const written = [...stage.dependencies, ...stage.outputs.map(({ path }) => path)].map(({ value }) => value);
  const loop =
    stage.loop?.kind === 'foreach-template' ? [stage.loop.template.value] : [JSON.stringify(stage.loop ?? '')];
  const inTexts = [...written, ...loop, stage.workingDirectory?.value ?? ''].flatMap((text) =>
    [...text.matchAll(/\$\{([^{}]*)\}/g)].map(([, hole = '']) => hole.trim()),
  );
  return [...inTexts, ...stage.commands.flatMap(({ holes }) => holes.map(({ expression }) => expression))];
}
