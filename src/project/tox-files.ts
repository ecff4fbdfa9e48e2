/** The files that tox reads its configuration from. */
import type { ToxConfiguration } from '../artifacts/index.ts';
import { toxOfIni } from '../artifacts/tox/tox-environments.ts';
import { memoize } from '../collections/index.ts';
import type { ArtifactFile, Artifacts } from './artifacts.ts';

/** A file of which tox takes its environments. */
export interface ToxFile {
  readonly file: ArtifactFile<'ini' | 'setup-cfg' | 'pyproject' | 'tool-toml'>;
  readonly kind: 'ini' | 'setup-cfg' | 'pyproject' | 'tool-toml';
  readonly tox: ToxConfiguration;
}

/** Of the files of one folder tox reads the first that holds something for it, and no other. */
export const toxFiles = memoize((artifacts: Artifacts): readonly ToxFile[] => {
  const found = new Map<string, ToxFile>();
  for (const each of [...iniFiles(artifacts), ...tomlFiles(artifacts)]) {
    const isEmpty = each.tox.environments.length === 0 && each.tox.requirements.length === 0;
    if (!isEmpty && !found.has(each.file.folder)) found.set(each.file.folder, each);
  }
  return [...found.values()];
});

function iniFiles(artifacts: Artifacts): ToxFile[] {
  const files = [
    ...artifacts.of('ini').map((file) => ({ file, kind: 'ini' as const })),
    ...artifacts.of('setup-cfg').map((file) => ({ file, kind: 'setup-cfg' as const })),
  ];
  return files
    .filter(({ file: { path } }) => /(?:^|\/)(?:tox\.ini|setup\.cfg)$/.test(path))
    .map(({ file, kind }) => ({ file, kind, tox: toxOfIni(file.model) }));
}

function tomlFiles(artifacts: Artifacts): ToxFile[] {
  return [
    ...artifacts.of('pyproject').map((file) => ({ file, kind: 'pyproject' as const })),
    ...artifacts.of('tool-toml').map((file) => ({ file, kind: 'tool-toml' as const })),
  ].flatMap(({ file, kind }) => (file.model.tox === undefined ? [] : { file, kind, tox: file.model.tox }));
}
