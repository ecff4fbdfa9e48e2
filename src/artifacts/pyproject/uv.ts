import type { Located } from '../../text/index.ts';
import { type TomlNode, tomlAt, tomlEntries, tomlItems, tomlTexts } from '../../text/toml/toml-node.ts';
import { normalizeDistribution } from '../requirements/requirement.ts';

/** `[tool.uv]`. Source: https://docs.astral.sh/uv/reference/settings/ */
export interface UvSettings {
  /** Distributions that come from elsewhere than an index: from git, a path, the workspace. Normalised. */
  readonly sources: readonly Located<string>[];
  /** Folders of the workspace's members, as globs from the file's folder; empty where it is no workspace. */
  readonly members: readonly Located<string>[];
}

export function uvSettingsOf(root: TomlNode): UvSettings {
  const uv = tomlAt(root, 'tool', 'uv');
  return {
    sources: tomlEntries(tomlAt(uv, 'sources'))
      .filter(({ value }) => [value, ...tomlItems(value)].some(isElsewhere))
      .map(({ key }) => ({ value: normalizeDistribution(key.value), span: key.span })),
    members: tomlTexts(tomlAt(uv, 'workspace', 'members')),
  };
}

const isElsewhere = (source: TomlNode): boolean =>
  ['git', 'path', 'url', 'workspace'].some((key) => tomlAt(source, key) !== undefined);
