import type { Located, SourceText, Span } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { dataOf } from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import type { YamlData, YamlMap } from '../yaml/yaml-node.ts';

/** What a params.yaml sets, for pipelines and the code that they run. */
export interface ParamsFile {
  /** Every value that is no map, in the order of the file. */
  readonly parameters: readonly PipelineParameter[];
  /** Every map below the top, by its dotted path. */
  readonly sections: readonly Located<string>[];
  /** All of it as plain values. */
  readonly values: YamlData;
}

export interface PipelineParameter {
  /** Dotted from the top: `train.optimizer.rate`. */
  readonly path: string;
  /** The last part of the path, where it is written. */
  readonly key: Located<string>;
  /** Lists are one value. */
  readonly value: Located<YamlData>;
  readonly span: Span;
}

export function readParams(text: SourceText): Reading<ParamsFile> {
  return readingOf(readYaml(text), ([root]) => {
    if (root?.kind !== 'map') return undefined;
    const parameters: PipelineParameter[] = [];
    const sections: Located<string>[] = [];
    collect(root, '', parameters, sections);
    return { parameters, sections, values: dataOf(root) };
  });
}

function collect(map: YamlMap, prefix: string, parameters: PipelineParameter[], sections: Located<string>[]): void {
  for (const [name, { key, value, span }] of map.entries) {
    const path = prefix + name;
    if (value.kind === 'map') {
      sections.push({ value: path, span: key.span });
      collect(value, `${path}.`, parameters, sections);
    } else {
      const located = { value: dataOf(value), span: value.span };
      parameters.push({ path, key: { value: name, span: key.span }, value: located, span });
    }
  }
}
