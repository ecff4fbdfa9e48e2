import type { Located, SourceText, Span } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { readShell, type ShellScript } from '../shell/index.ts';
import { itemsOf, textAt, textsAt, valueAt } from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';

/** What pre-commit runs. Source: https://pre-commit.com/#adding-pre-commit-plugins-to-your-project */
export interface PreCommitConfig {
  readonly repositories: readonly PreCommitRepository[];
}

export interface PreCommitRepository {
  /** A URL, `local` or `meta`. */
  readonly url: Located<string>;
  readonly revision: Located<string> | undefined;
  readonly hooks: readonly PreCommitHook[];
}

export interface PreCommitHook {
  readonly id: Located<string>;
  readonly span: Span;
  /** Of hooks that are defined on the spot. */
  readonly entry: ShellScript | undefined;
  readonly language: Located<string> | undefined;
  readonly args: readonly Located<string>[];
  readonly additionalDependencies: readonly Located<string>[];
  /** Regular expressions of paths. */
  readonly files: Located<string> | undefined;
  readonly exclude: Located<string> | undefined;
  /** When it runs; empty for the file's default. `manual` ones run only when someone asks. */
  readonly stages: readonly Located<string>[];
}

export function readPreCommitConfig(text: SourceText): Reading<PreCommitConfig> {
  return readingOf(readYaml(text), ([root]) => {
    if (root?.kind !== 'map') return undefined;
    return { repositories: itemsOf(valueAt(root, 'repos')).flatMap((node) => repository(node) ?? []) };
  });
}

function repository(node: YamlNode): PreCommitRepository | undefined {
  const url = textAt(node, 'repo');
  if (url === undefined) return undefined;
  return {
    url,
    revision: textAt(node, 'rev'),
    hooks: itemsOf(valueAt(node, 'hooks')).flatMap((each) => hook(each) ?? []),
  };
}

function hook(node: YamlNode): PreCommitHook | undefined {
  const id = textAt(node, 'id');
  if (id === undefined) return undefined;
  const entry = valueAt(node, 'entry');
  return {
    id,
    span: node.span,
    entry: entry?.kind === 'scalar' ? readShell(mappedText(entry)) : undefined,
    language: textAt(node, 'language'),
    args: textsAt(node, 'args'),
    additionalDependencies: textsAt(node, 'additional_dependencies'),
    files: textAt(node, 'files'),
    exclude: textAt(node, 'exclude'),
    stages: textsAt(node, 'stages'),
  };
}
