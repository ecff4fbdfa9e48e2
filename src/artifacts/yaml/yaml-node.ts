/** YAML as readers see it: aliases and merge keys are resolved, every value knows where it is written. */
import type { CST } from 'yaml';
import type { Span } from '../../text/index.ts';

export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  /** In the order of the file, merged ones last; of two entries with one key the later one counts. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly span: Span;
  /** Written in braces. */
  readonly isFlow: boolean;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
  /** From the key to the end of the value. */
  readonly span: Span;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly span: Span;
}

export interface YamlScalar {
  readonly kind: 'scalar';
  /** As written, without quotes, indentation and escapes: `3.10` stays `3.10`. */
  readonly content: string;
  /** By the core schema of YAML 1.2: `on` and `yes` are texts. */
  readonly value: string | number | boolean | null;
  readonly span: Span;
  /** Undefined where nothing is written. */
  readonly token: CST.FlowScalar | CST.BlockScalar | undefined;
}

/** A value of a file that was written for a machine: plain JSON. */
export type YamlData = string | number | boolean | null | readonly YamlData[] | { readonly [key: string]: YamlData };
