import type { Located, SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import {
  booleanAt,
  dataOf,
  entriesOf,
  itemsOf,
  keyOf,
  keysOf,
  namesOf,
  textAt,
  textOf,
  textsOf,
  valueAt,
} from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import { readShellTemplate } from '../yaml/shell-template.ts';
import type { YamlEntry, YamlNode } from '../yaml/yaml-node.ts';
import type { DvcCommand, DvcFile, DvcLoop, DvcOutput, DvcParams, DvcStage, DvcVars } from './dvc-file.ts';
import { DVC_HOLE } from './dvc-template.ts';

export function readDvc(text: SourceText): Reading<DvcFile> {
  return readingOf(readYaml(text), ([root]) => {
    if (root?.kind !== 'map') return undefined;
    return {
      vars: vars(valueAt(root, 'vars')),
      stages: entriesOf(valueAt(root, 'stages')).flatMap((entry) => (entry.value.kind === 'map' ? [stage(entry)] : [])),
      plots: plots(valueAt(root, 'plots')),
      metrics: pathsOf(valueAt(root, 'metrics')),
      params: pathsOf(valueAt(root, 'params')),
    };
  });
}

/** What a stage does is below `do` where the stage is a `foreach`. */
function stage(entry: YamlEntry): DvcStage {
  const { value: node } = entry;
  const body = valueAt(node, 'do') ?? node;
  return {
    name: keyOf(entry),
    span: entry.span,
    commands: commands(valueAt(body, 'cmd')),
    workingDirectory: textAt(body, 'wdir'),
    dependencies: textsOf(valueAt(body, 'deps')),
    outputs: [
      ...outputs(valueAt(body, 'outs'), 'out'),
      ...outputs(valueAt(body, 'metrics'), 'metric'),
      ...outputs(valueAt(body, 'plots'), 'plot'),
    ],
    params: params(valueAt(body, 'params')),
    vars: vars(valueAt(body, 'vars')),
    loop: loop(node),
    isFrozen: booleanAt(body, 'frozen')?.value ?? false,
  };
}

function commands(node: YamlNode | undefined): readonly DvcCommand[] {
  const nodes = node?.kind === 'list' ? node.items : [node];
  return nodes.flatMap((each) => {
    if (each?.kind !== 'scalar') return [];
    return {
      ...readShellTemplate(mappedText(each), DVC_HOLE, { stopsAtFailure: false, hasPipefail: false }),
      span: each.span,
    };
  });
}

/** An output is a path, or a map of its path to how it is kept. */
function outputs(node: YamlNode | undefined, kind: DvcOutput['kind']): readonly DvcOutput[] {
  const plain = (path: Located<string>): DvcOutput => ({ kind, path, isCached: true });
  const kept = (entry: YamlEntry): DvcOutput => {
    return { kind, path: keyOf(entry), isCached: booleanAt(entry.value, 'cache')?.value ?? true };
  };
  if (node?.kind === 'map') return entriesOf(node).map(kept);
  return itemsOf(node).flatMap((item) => (item.kind === 'map' ? entriesOf(item).map(kept) : textsOf(item).map(plain)));
}

/** Keys of params.yaml, and files with their keys. */
function params(node: YamlNode | undefined): readonly DvcParams[] {
  const own: Located<string>[] = [];
  const files: DvcParams[] = [];
  for (const item of itemsOf(node)) {
    const key = textOf(item);
    if (key !== undefined) own.push(key);
    for (const entry of entriesOf(item)) files.push({ file: keyOf(entry), keys: textsOf(entry.value) });
  }
  return own.length === 0 ? files : [{ file: undefined, keys: own }, ...files];
}

/** `params.json`, `params.json:train,seed`, or values on the spot. */
function vars(node: YamlNode | undefined): readonly DvcVars[] {
  return itemsOf(node).flatMap((item): readonly DvcVars[] => {
    if (item.kind === 'map') return [{ kind: 'values', values: dataOf(item), span: item.span }];
    const text = textOf(item);
    if (text === undefined) return [];
    const colon = text.value.indexOf(':', 2);
    const path = colon < 0 ? text.value : text.value.slice(0, colon);
    const keys = colon < 0 ? [] : text.value.slice(colon + 1).split(',');
    return [{ kind: 'file', path: { value: path, span: text.span }, keys: keys.map((key) => key.trim()) }];
  });
}

function loop(node: YamlNode): DvcLoop | undefined {
  const foreach = valueAt(node, 'foreach');
  const template = textOf(foreach);
  if (template !== undefined) return { kind: 'foreach-template', template };
  if (foreach !== undefined) return { kind: 'foreach', items: dataOf(foreach), span: foreach.span };
  const matrix = valueAt(node, 'matrix');
  return matrix && { kind: 'matrix', axes: dataOf(matrix), span: matrix.span };
}

/** A list of paths, or of maps whose keys they are; plots may also be one map. */
function pathsOf(node: YamlNode | undefined): readonly Located<string>[] {
  return node?.kind === 'list' ? node.items.flatMap(namesOf) : namesOf(node);
}

/** A plot is named by its file, or has a name of its own and its files below `x` and `y`. */
function plots(node: YamlNode | undefined): readonly Located<string>[] {
  const nodes = node?.kind === 'list' ? node.items : [node];
  return nodes.flatMap((each) =>
    each?.kind === 'map'
      ? entriesOf(each).flatMap((entry) => {
          const files = [...keysOf(valueAt(entry.value, 'x')), ...keysOf(valueAt(entry.value, 'y'))];
          return files.length > 0 ? files : [keyOf(entry)];
        })
      : textsOf(each),
  );
}
