import type { SourceText } from '../text/index.ts';
import type { Artifact, ArtifactKind, ArtifactModels } from './artifact.ts';
import { readDockerfile } from './dockerfile/read-dockerfile.ts';
import { readDockerignore } from './dockerignore/dockerignore.ts';
import { readEnvFile } from './env-file/env-file.ts';
import { readIni } from './ini/ini-file.ts';
import { readMakefile } from './makefile/makefile.ts';
import { readProcfile } from './procfile/procfile.ts';
import { readPyproject } from './pyproject/pyproject.ts';
import type { Reader, Reading } from './reading.ts';
import { readRedisConf } from './redis-conf/redis-conf.ts';
import { readRequirementsFile } from './requirements/requirements-file.ts';
import { readShellFile } from './shell-file/shell-file.ts';

const READERS: { readonly [K in ArtifactKind]: Reader<ArtifactModels[K]> } = {
  dockerfile: readDockerfile,
  dockerignore: readDockerignore,
  'env-file': readEnvFile,
  ini: readIni,
  makefile: readMakefile,
  procfile: readProcfile,
  pyproject: readPyproject,
  'redis-conf': readRedisConf,
  requirements: readRequirementsFile,
  'setup-cfg': readIni,
  'shell-script': readShellFile,
};

/**
 * Reads a file that discovery took for some artifact, or for YAML that may be one; without an artifact where it is
 * none. `path` is relative to the root.
 */
export function readArtifact(kind: string, text: SourceText, path: string): Reading<Artifact> {
  const recognised = recognise(kind, text);
  if (recognised === undefined) return { artifact: undefined, comments: [], problems: [] };
  const { artifact, comments, problems } = READERS[recognised](text, path);
  // The table above binds each kind to the reader of its model; the compiler cannot follow a kind through it.
  return { artifact: artifact && ({ kind: recognised, model: artifact } as Artifact), comments, problems };
}

/** A YAML file without a name of its own says by its content what it is. */
function recognise(kind: string, _text: SourceText): ArtifactKind | undefined {
  return isArtifactKind(kind) ? kind : undefined;
}

function isArtifactKind(kind: string): kind is ArtifactKind {
  return Object.hasOwn(READERS, kind);
}
