/** What a dvc.yaml says. Source: https://dvc.org/doc/user-guide/project-structure/dvcyaml-files */
import type { Located, Span } from '../../text/index.ts';
import type { ShellTemplate } from '../yaml/shell-template.ts';
import type { YamlData } from '../yaml/yaml-node.ts';

/** Texts are as written, with their `${…}`, which params.yaml and `vars` fill. */
export interface DvcFile {
  readonly vars: readonly DvcVars[];
  readonly stages: readonly DvcStage[];
  /** Written beside the stages, for plots, metrics and params of the whole file. */
  readonly plots: readonly Located<string>[];
  readonly metrics: readonly Located<string>[];
  readonly params: readonly Located<string>[];
}

/** Where values come from, besides params.yaml: a file with some or all of its keys, or the map that is there. */
export type DvcVars =
  | { readonly kind: 'file'; readonly path: Located<string>; readonly keys: readonly string[] }
  | { readonly kind: 'values'; readonly values: YamlData; readonly span: Span };

export interface DvcStage {
  readonly name: Located<string>;
  readonly span: Span;
  /** One, or several that run in turn. */
  readonly commands: readonly DvcCommand[];
  /** From the folder of the file; that folder where it is not written. All paths of the stage start there. */
  readonly workingDirectory: Located<string> | undefined;
  readonly dependencies: readonly Located<string>[];
  readonly outputs: readonly DvcOutput[];
  readonly params: readonly DvcParams[];
  readonly vars: readonly DvcVars[];
  /** The stage stands for several, one for each item or combination. */
  readonly loop: DvcLoop | undefined;
  /** The file says that it is not to be run again. */
  readonly isFrozen: boolean;
}

export interface DvcCommand extends ShellTemplate {
  readonly span: Span;
}

export interface DvcOutput {
  readonly kind: 'out' | 'metric' | 'plot';
  readonly path: Located<string>;
  /** False where git keeps it and DVC does not. */
  readonly isCached: boolean;
}

/** Parameters that a stage depends on. */
export interface DvcParams {
  /** Undefined: params.yaml beside the stage's file. */
  readonly file: Located<string> | undefined;
  /** Dotted; empty for all of the file. */
  readonly keys: readonly Located<string>[];
}

/** `foreach` over a list (`item`) or a map (`key`, `item`), or over what a hole holds; `matrix` over all combinations (`item.name`). */
export type DvcLoop =
  | { readonly kind: 'foreach'; readonly items: YamlData; readonly span: Span }
  | { readonly kind: 'foreach-template'; readonly template: Located<string> }
  | { readonly kind: 'matrix'; readonly axes: YamlData; readonly span: Span };
