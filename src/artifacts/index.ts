/** Files that are not Python, read to typed values that know their places. */
export type { Artifact, ArtifactKind, ArtifactModels } from './artifact.ts';
export type {
  DockerBase,
  DockerCommand,
  Dockerfile,
  DockerInstruction,
  DockerStage,
  DockerVariable,
} from './dockerfile/dockerfile.ts';
export type { Dockerignore } from './dockerignore/dockerignore.ts';
export type { EnvFile, EnvVariable } from './env-file/env-file.ts';
export type { IniFile, IniOption, IniSection } from './ini/ini-file.ts';
export type { Makefile, MakeRule, RecipeLine } from './makefile/makefile.ts';
export type { Procfile } from './procfile/procfile.ts';
export type { Pyproject } from './pyproject/pyproject.ts';
export { readArtifact } from './readers.ts';
export type { Reader, Reading, ReadingProblem } from './reading.ts';
export type { RedisConf } from './redis-conf/redis-conf.ts';
export type { DependencyRequirement } from './requirements/requirement.ts';
export type { RequirementsFile } from './requirements/requirements-file.ts';
export type * from './shell/index.ts';
export type { ShellFile } from './shell-file/shell-file.ts';
