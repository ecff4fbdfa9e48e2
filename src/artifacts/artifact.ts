import type { Dockerfile } from './dockerfile/dockerfile.ts';
import type { Dockerignore } from './dockerignore/dockerignore.ts';
import type { EnvFile } from './env-file/env-file.ts';
import type { IniFile } from './ini/ini-file.ts';
import type { Makefile } from './makefile/makefile.ts';
import type { Procfile } from './procfile/procfile.ts';
import type { Pyproject } from './pyproject/pyproject.ts';
import type { RedisConf } from './redis-conf/redis-conf.ts';
import type { RequirementsFile } from './requirements/requirements-file.ts';
import type { ShellFile } from './shell-file/shell-file.ts';

/** What each kind of artifact is read to. A new reader adds its kind here and its function to `readers.ts`. */
export interface ArtifactModels {
  readonly dockerfile: Dockerfile;
  readonly dockerignore: Dockerignore;
  readonly 'env-file': EnvFile;
  readonly ini: IniFile;
  readonly makefile: Makefile;
  readonly procfile: Procfile;
  readonly pyproject: Pyproject;
  readonly 'redis-conf': RedisConf;
  readonly requirements: RequirementsFile;
  readonly 'setup-cfg': IniFile;
  readonly 'shell-script': ShellFile;
}

export type ArtifactKind = keyof ArtifactModels;

/** An artifact with its kind, as a union that its kind narrows. */
export type Artifact = { [K in ArtifactKind]: { readonly kind: K; readonly model: ArtifactModels[K] } }[ArtifactKind];
