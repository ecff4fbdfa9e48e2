/** Stages of DVC pipelines with what stands for them once their `${…}` are filled. */
import type { DvcLoop, DvcStage, DvcVars, YamlData } from '../../artifacts/index.ts';
import { groupByEach } from '../../collections/index.ts';
import type { ArtifactFile, PlacedCommand, ProjectModel } from '../../project/index.ts';
import { joinPath } from '../../text/index.ts';

export interface PipelineStage {
  readonly file: ArtifactFile<'dvc'>;
  readonly stage: DvcStage;
  /** Where its paths start; undefined where that cannot be determined, or lies outside. */
  readonly folder: string | undefined;
  /** One, or one for each round of its loop. */
  readonly rounds: readonly StageRound[];
}

export interface StageRound {
  /** The text with its holes filled; undefined where one cannot be. */
  fill(text: string): string | undefined;
}

/** Every stage of every pipeline, except those of tests and templates. */
export function pipelineStages(project: ProjectModel): PipelineStage[] {
  return project.artifacts.of('dvc').flatMap((file) => {
    if (/(?:^|\/)(?:tests?|fixtures|templates?)\/|[{}]/.test(file.path)) return [];
    const sources = [paramsOf(file, project), ...file.model.vars.map((vars) => valuesOf(vars, file, project))];
    const shared = new Values([new SourceList(sources)]);
    return file.model.stages.map((stage) => stageOf(stage, file, shared, project));
  });
}

function stageOf(stage: DvcStage, file: ArtifactFile<'dvc'>, shared: Values, project: ProjectModel): PipelineStage {
  const values = shared.with(stage.vars.map((vars) => valuesOf(vars, file, project)));
  const rounds = roundsOf(stage.loop, values);
  const written = stage.workingDirectory?.value;
  const filled = written === undefined ? '' : rounds[0]?.fill(written);
  const folder = filled === undefined ? undefined : joinPath(file.folder, filled);
  return { file, stage, folder, rounds };
}

type Source = YamlData | undefined;

/** Sources of values, the first of which that has one counts. Many are looked through by their first keys. */
class SourceList {
  readonly #byKey: ReadonlyMap<string, readonly Source[]> | undefined;

  constructor(readonly sources: readonly Source[]) {
    if (sources.length > FEW) this.#byKey = groupByEach(sources, (source) => Object.keys(source ?? {}));
  }

  at(keys: readonly string[]): YamlData | undefined {
    const [first = ''] = keys;
    for (const source of this.#byKey === undefined ? this.sources : (this.#byKey.get(first) ?? [])) {
      let value: Source = source;
      for (const key of keys) value = childOf(value, key);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

const FEW = 8;

/** Values by their dotted paths, from several sources, some of which may be unknown. */
class Values implements StageRound {
  constructor(readonly lists: readonly SourceList[]) {}

  with(more: readonly Source[]): Values {
    return more.length === 0 ? this : new Values([...this.lists, new SourceList(more)]);
  }

  before(source: Source): Values {
    return new Values([new SourceList([source]), ...this.lists]);
  }

  at(path: string): YamlData | undefined {
    const keys = path
      .replace(/\[(\w+)\]/g, '.$1')
      .split('.')
      .map((key) => key.trim());
    for (const list of this.lists) {
      const value = list.at(keys);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  fill(text: string): string | undefined {
    let isKnown = true;
    const filled = text.replace(/(?<!\\)\$\{([^{}]*)\}/g, (_, path: string) => {
      const value = this.at(path.trim());
      isKnown &&= value !== undefined && value !== null && typeof value !== 'object';
      return String(value);
    });
    return isKnown && !filled.includes('${') ? filled : undefined;
  }
}

function childOf(value: Source, key: string): Source {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isList(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

const isList = (value: YamlData): value is readonly YamlData[] => Array.isArray(value);

function paramsOf(file: ArtifactFile<'dvc'>, project: ProjectModel): Source {
  return project.artifacts.at('params', joinPath(file.folder, 'params.yaml') ?? '')?.model.values;
}

/** Of files only a params.yaml is read. */
function valuesOf(vars: DvcVars, file: ArtifactFile<'dvc'>, project: ProjectModel): Source {
  if (vars.kind === 'values') return vars.values;
  return project.artifacts.at('params', joinPath(file.folder, vars.path.value) ?? '')?.model.values;
}

/** More rounds tell nothing new. */
const MAX_ROUNDS = 100;

function roundsOf(loop: DvcLoop | undefined, values: Values): StageRound[] {
  if (loop === undefined) return [values];
  const rounds = loop.kind === 'matrix' ? matrixRounds(loop.axes) : foreachRounds(loop, values);
  return rounds.slice(0, MAX_ROUNDS).map((round) => values.before(round));
}

function foreachRounds(loop: Exclude<DvcLoop, { readonly kind: 'matrix' }>, values: Values): Source[] {
  const items =
    loop.kind === 'foreach' ? loop.items : values.at(/^\$\{([^{}]*)\}$/.exec(loop.template.value)?.[1] ?? '');
  if (typeof items !== 'object' || items === null) return [];
  if (isList(items)) return items.slice(0, MAX_ROUNDS).map((item) => ({ item: filledData(item, values) }));
  const entries = Object.entries(items).slice(0, MAX_ROUNDS);
  return entries.map(([key, item]) => ({ key, item: filledData(item, values) }));
}

function filledData(data: YamlData, values: Values): YamlData {
  return typeof data === 'string' ? (values.fill(data) ?? data) : data;
}

/** The first combinations, the last axis changing first; nothing where an axis is filled from elsewhere. */
function matrixRounds(axes: YamlData): Source[] {
  if (typeof axes !== 'object' || axes === null || isList(axes)) return [];
  const lists = Object.entries(axes).toReversed();
  let count = 1;
  for (const [, choices] of lists) {
    if (!isList(choices)) return [];
    count = Math.min(MAX_ROUNDS, count * choices.length);
  }
  return Array.from({ length: count }, (_, index) => {
    const item: Record<string, YamlData> = {};
    let rest = index;
    for (const [name, choices] of lists) {
      if (!isList(choices)) continue;
      item[name] = choices[rest % choices.length] ?? null;
      rest = Math.floor(rest / choices.length);
    }
    return { item };
  });
}

/** Every path that some stage makes, from the root, and what `.dvc` files keep. */
export function pipelineOutputs(stages: readonly PipelineStage[]): ReadonlySet<string> {
  const outputs = stages.flatMap(({ stage, folder, rounds }) =>
    folder === undefined
      ? []
      : stage.outputs.flatMap(({ path }) =>
          rounds.flatMap((round) => {
            const filled = round.fill(path.value);
            return filled === undefined ? [] : (joinPath(folder, filled) ?? []);
          }),
        ),
  );
  return new Set(outputs);
}

/** The commands of a stage, where they run. */
export function commandsOfStage({ file, stage, folder }: PipelineStage): PlacedCommand[] {
  return stage.commands.flatMap(({ script }) =>
    script.commands.map((command) => {
      const changed =
        command.folder === undefined || folder === undefined ? undefined : joinPath(folder, command.folder);
      const folders = changed === undefined ? [] : [changed];
      return {
        command,
        kind: 'dvc' as const,
        path: file.path,
        folders,
        isInImage: false,
        isService: false,
        placeOf: file.placeOf,
      };
    }),
  );
}
