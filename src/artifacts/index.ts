/** Files that are not Python, read to typed values that know their places. */

export type { TomlData } from '../text/toml/toml-node.ts';
export type { Artifact, ArtifactKind, ArtifactModels } from './artifact.ts';
export type * from './compose/compose-file.ts';
export type { CondaEnvironment, CondaPackage } from './conda-environment/conda-environment.ts';
export {
  type DockerBase,
  type DockerCommand,
  type Dockerfile,
  type DockerInstruction,
  type DockerMount,
  type DockerStage,
  type DockerVariable,
  lineOfStage,
} from './dockerfile/dockerfile.ts';
export { imagePath, pathWithin, sourcesOf } from './dockerfile/image-paths.ts';
export type { Dockerignore } from './dockerignore/dockerignore.ts';
export type * from './dvc/dvc-file.ts';
export { fillDvcCommand } from './dvc/dvc-template.ts';
export type { EnvFile, EnvVariable } from './env-file/env-file.ts';
export type { GitlabCi, GitlabJob } from './gitlab-ci/gitlab-ci.ts';
export type { GrafanaDashboard, GrafanaQuery } from './grafana-dashboard/grafana-dashboard.ts';
export type { IniFile, IniOption, IniSection } from './ini/ini-file.ts';
export type * from './kubernetes/kubernetes-file.ts';
export type { LiteralSetting } from './literals.ts';
export type { LockFile } from './lock-file/lock-file.ts';
export type { Makefile, MakeRule, RecipeLine } from './makefile/makefile.ts';
export type * from './markdown/markdown-file.ts';
export { namedInDocument, namedModules, offeredInDocument } from './named-modules.ts';
export type { NginxBlock, NginxConf, NginxDirective } from './nginx/nginx-conf.ts';
export type * from './packaging/packaging.ts';
export type { ParamsFile, PipelineParameter } from './params/params-file.ts';
export type { Pipfile } from './pipfile/pipfile.ts';
export type { PlatformFile, PlatformProcess, PlatformVariable } from './platform/platform-file.ts';
export type { PreCommitConfig, PreCommitHook, PreCommitRepository } from './pre-commit/pre-commit-config.ts';
export type { PrometheusGroup, PrometheusRule, PrometheusRules } from './prometheus/prometheus-rules.ts';
export type { PromExpression, PromMatcher, PromMetric } from './promql/index.ts';
export type { BuildSystem, ProjectTable, Pyproject } from './pyproject/pyproject.ts';
export type { UvSettings } from './pyproject/uv.ts';
export { readArtifact, recogniseArtifact } from './readers.ts';
export type { Reader, Reading, ReadingProblem } from './reading.ts';
export type { RedisConf } from './redis-conf/redis-conf.ts';
export {
  archiveNamed,
  type DeclaredRequirement,
  type DependencyRequirement,
  normalizeDistribution,
  parseRequirement,
  type RequirementGroup,
  requirementText,
} from './requirements/requirement.ts';
export type { FileRequirement, RequirementsFile, RequirementsInclude } from './requirements/requirements-file.ts';
export type { SetupCfg } from './setup-cfg/setup-cfg.ts';
export type * from './shell/index.ts';
export { type Invocation, invocationOf } from './shell/invocation.ts';
export type { ShellFile } from './shell-file/shell-file.ts';
export type { TomlOption, TomlSection } from './toml/toml-section.ts';
export type { ToolToml } from './tool-toml/tool-toml.ts';
export type { ToxCommand, ToxConfiguration, ToxEnvironment } from './tox/tox-environments.ts';
export {
  expressionsIn,
  parseCondition,
  parseWorkflowExpression,
  type WorkflowExpression,
} from './workflow/expression.ts';
export type * from './workflow/workflow.ts';
export type { NamedValue } from './yaml/named-value.ts';
export type { ShellTemplate, TemplateHole } from './yaml/shell-template.ts';
export type { YamlData } from './yaml/yaml-node.ts';
