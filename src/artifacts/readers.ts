import type { SourceText } from '../text/index.ts';
import type { Artifact, ArtifactKind, ArtifactModels } from './artifact.ts';
import { readCompose } from './compose/read-compose.ts';
import { readCondaEnvironment } from './conda-environment/conda-environment.ts';
import { readDockerfile } from './dockerfile/read-dockerfile.ts';
import { readDockerignore } from './dockerignore/dockerignore.ts';
import { readDvc } from './dvc/read-dvc.ts';
import { readEnvFile } from './env-file/env-file.ts';
import { readGitlabCi } from './gitlab-ci/gitlab-ci.ts';
import { readGrafanaDashboard } from './grafana-dashboard/grafana-dashboard.ts';
import { readIni } from './ini/ini-file.ts';
import { readKubernetes } from './kubernetes/read-kubernetes.ts';
import { readLockFile } from './lock-file/lock-file.ts';
import { readMakefile } from './makefile/makefile.ts';
import { readMarkdown } from './markdown/read-markdown.ts';
import { readNginxConf } from './nginx/nginx-conf.ts';
import { readParams } from './params/params-file.ts';
import { readPipfile } from './pipfile/pipfile.ts';
import { readPlatform } from './platform/read-platform.ts';
import { readPreCommitConfig } from './pre-commit/pre-commit-config.ts';
import { readPrekToml } from './pre-commit/prek-toml.ts';
import { readPrometheusRules } from './prometheus/prometheus-rules.ts';
import { readPyproject } from './pyproject/pyproject.ts';
import type { Reader, Reading, ReadingProblem } from './reading.ts';
import { readRedisConf } from './redis-conf/redis-conf.ts';
import { readRequirementsFile } from './requirements/requirements-file.ts';
import { readSettingsFile } from './settings-file/settings-file.ts';
import { readSetupCfg } from './setup-cfg/setup-cfg.ts';
import { MAX_SCRIPT } from './shell/index.ts';
import { readShellFile } from './shell-file/shell-file.ts';
import { readToolToml } from './tool-toml/tool-toml.ts';
import { readAction, readWorkflow } from './workflow/read-workflow.ts';
import { recogniseYaml } from './yaml/recognise.ts';

const READERS: { readonly [K in ArtifactKind]: Reader<ArtifactModels[K]> } = {
  action: readAction,
  compose: readCompose,
  'conda-environment': readCondaEnvironment,
  dockerfile: readDockerfile,
  dockerignore: readDockerignore,
  dvc: readDvc,
  'env-file': readEnvFile,
  'gitlab-ci': readGitlabCi,
  'grafana-dashboard': readGrafanaDashboard,
  ini: readIni,
  kubernetes: readKubernetes,
  'lock-file': readLockFile,
  makefile: readMakefile,
  markdown: readMarkdown,
  nginx: readNginxConf,
  params: readParams,
  pipfile: readPipfile,
  'pre-commit': (text, path) => (path.endsWith('.toml') ? readPrekToml(text) : readPreCommitConfig(text)),
  platform: readPlatform,
  prometheus: readPrometheusRules,
  pyproject: readPyproject,
  'redis-conf': readRedisConf,
  requirements: readRequirementsFile,
  settings: readSettingsFile,
  'setup-cfg': readSetupCfg,
  'shell-script': readShellFile,
  'tool-toml': readToolToml,
  workflow: readWorkflow,
};

/**
 * Reads a file that discovery took for some artifact, or for YAML that may be one; without an artifact where it is
 * none. `path` is relative to the root.
 */
export function readArtifact(kind: string, text: SourceText, path: string): Reading<Artifact> {
  const recognised = recogniseArtifact(kind, text, path);
  if (recognised === undefined) return { artifact: undefined, comments: [], problems: [] };
  const { artifact, comments, problems } = READERS[recognised](text, path);
  // The table above binds each kind to the reader of its model; the compiler cannot follow a kind through it.
  const known = artifact && ({ kind: recognised, model: artifact } as Artifact);
  return { artifact: known, comments, problems: [...problems, ...scriptProblems(known, text)] };
}

/** Whatever holds a script that is not read says so here, for all readers. */
function scriptProblems(artifact: Artifact | undefined, { content }: SourceText): readonly ReadingProblem[] {
  const isTooLong = content.length > MAX_SCRIPT && holdsTooLong(artifact?.model);
  const message = `holds a script of more than ${MAX_SCRIPT} characters, whose commands are not analyzed`;
  return isTooLong ? [{ message, isLimit: true }] : [];
}

/** Models are plain JSON, of any depth. */
function holdsTooLong(model: unknown): boolean {
  const open = [model];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if ('isTooLong' in value && value.isTooLong === true) return true;
    for (const part of Object.values(value)) open.push(part);
  }
  return false;
}

/**
 * What a file is that discovery took for `kind`: a YAML file without a name of its own says it by its content, and so do
 * those whose names others use too.
 */
export function recogniseArtifact(kind: string, text: SourceText, path: string): ArtifactKind | undefined {
  const content = WEAK_NAMES.has(kind) ? recogniseYaml(text.content, path) : undefined;
  if (content !== undefined) return content;
  return kind === 'yaml' ? 'settings' : isArtifactKind(kind) ? kind : undefined;
}

const WEAK_NAMES: ReadonlySet<string> = new Set(['action', 'conda-environment', 'params', 'yaml']);

function isArtifactKind(kind: string): kind is ArtifactKind {
  return Object.hasOwn(READERS, kind);
}
