/** The TOML in which prek takes what pre-commit takes as YAML. Source: https://prek.j178.dev/configuration/ */
import { mapPlain, type SourceText } from '../../text/index.ts';
import { type TomlNode, tomlAt, tomlItems, tomlText, tomlTexts } from '../../text/toml/toml-node.ts';
import type { Reading } from '../reading.ts';
import { readShell } from '../shell/index.ts';
import { readTomlFile } from '../toml/read-toml.ts';
import type { PreCommitConfig, PreCommitHook, PreCommitRepository } from './pre-commit-config.ts';

export function readPrekToml(text: SourceText): Reading<PreCommitConfig> {
  return readTomlFile(text, (root) => ({
    repositories: tomlItems(tomlAt(root, 'repos')).flatMap((node) => repository(node) ?? []),
  }));
}

function repository(node: TomlNode): PreCommitRepository | undefined {
  const url = tomlText(tomlAt(node, 'repo'));
  if (url === undefined) return undefined;
  return {
    url,
    revision: tomlText(tomlAt(node, 'rev')),
    hooks: tomlItems(tomlAt(node, 'hooks')).flatMap((each) => hook(each) ?? []),
  };
}

function hook(node: TomlNode): PreCommitHook | undefined {
  const id = tomlText(tomlAt(node, 'id'));
  if (id === undefined) return undefined;
  const entry = tomlText(tomlAt(node, 'entry'));
  return {
    id,
    span: node.span,
    entry: entry && readShell(mapPlain(entry.value, entry.span.start)),
    language: tomlText(tomlAt(node, 'language')),
    args: tomlTexts(tomlAt(node, 'args')),
    additionalDependencies: tomlTexts(tomlAt(node, 'additional_dependencies')),
    files: tomlText(tomlAt(node, 'files')),
    exclude: tomlText(tomlAt(node, 'exclude')),
    stages: tomlTexts(tomlAt(node, 'stages')),
  };
}
