import type { ComposeFile } from './compose/compose-file.ts';
import type { CondaEnvironment } from './conda-environment/conda-environment.ts';
import type { Dockerfile } from './dockerfile/dockerfile.ts';
import type { Dockerignore } from './dockerignore/dockerignore.ts';
import type { DvcFile } from './dvc/dvc-file.ts';
import type { EnvFile } from './env-file/env-file.ts';
import type { GitlabCi } from './gitlab-ci/gitlab-ci.ts';
import type { GrafanaDashboard } from './grafana-dashboard/grafana-dashboard.ts';
import type { IniFile } from './ini/ini-file.ts';
import type { KubernetesFile } from './kubernetes/kubernetes-file.ts';
import type { LockFile } from './lock-file/lock-file.ts';
import type { Makefile } from './makefile/makefile.ts';
import type { MarkdownFile } from './markdown/markdown-file.ts';
import type { NginxConf } from './nginx/nginx-conf.ts';
import type { ParamsFile } from './params/params-file.ts';
import type { Pipfile } from './pipfile/pipfile.ts';
import type { PlatformFile } from './platform/platform-file.ts';
import type { PreCommitConfig } from './pre-commit/pre-commit-config.ts';
import type { PrometheusRules } from './prometheus/prometheus-rules.ts';
import type { Pyproject } from './pyproject/pyproject.ts';
import type { RedisConf } from './redis-conf/redis-conf.ts';
import type { RequirementsFile } from './requirements/requirements-file.ts';
import type { SettingsFile } from './settings-file/settings-file.ts';
import type { SetupCfg } from './setup-cfg/setup-cfg.ts';
import type { ShellFile } from './shell-file/shell-file.ts';
import type { ToolToml } from './tool-toml/tool-toml.ts';
import type { Action, Workflow } from './workflow/workflow.ts';

/** What each kind of artifact is read to. A new reader adds its kind here and its function to `readers.ts`. */
export interface ArtifactModels {
  readonly action: Action;
  readonly compose: ComposeFile;
  readonly 'conda-environment': CondaEnvironment;
  readonly dockerfile: Dockerfile;
  readonly dockerignore: Dockerignore;
  readonly dvc: DvcFile;
  readonly 'env-file': EnvFile;
  readonly 'gitlab-ci': GitlabCi;
  readonly 'grafana-dashboard': GrafanaDashboard;
  readonly ini: IniFile;
  readonly kubernetes: KubernetesFile;
  readonly 'lock-file': LockFile;
  readonly makefile: Makefile;
  readonly markdown: MarkdownFile;
  readonly params: ParamsFile;
  readonly pipfile: Pipfile;
  readonly 'pre-commit': PreCommitConfig;
  readonly platform: PlatformFile;
  readonly prometheus: PrometheusRules;
  readonly pyproject: Pyproject;
  readonly nginx: NginxConf;
  readonly 'redis-conf': RedisConf;
  readonly requirements: RequirementsFile;
  readonly settings: SettingsFile;
  readonly 'setup-cfg': SetupCfg;
  readonly 'shell-script': ShellFile;
  readonly 'tool-toml': ToolToml;
  readonly workflow: Workflow;
}

export type ArtifactKind = keyof ArtifactModels;

/** An artifact with its kind, as a union that its kind narrows. */
export type Artifact = { [K in ArtifactKind]: { readonly kind: K; readonly model: ArtifactModels[K] } }[ArtifactKind];
