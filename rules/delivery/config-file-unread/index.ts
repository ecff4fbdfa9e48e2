import { defineProjectRule, fileStart } from '#kit';
import type { ProjectModel } from '#project';
import { folderOf } from '#text';
import { listedCode } from '#text/wording';
import { configurationReaders, letsChoose } from './configuration-readers.ts';
import { type ConfigurationTexts, configurationTexts } from './configuration-texts.ts';

/** A file of settings, by the folder that it lies in or by its name. */
const IN_FOLDER = /(?:^|\/)(?:config|configs|conf|configuration|settings)\/(?:[\w-]+\/)?[\w.-]+\.ya?ml$/i;
const BY_NAME =
  /(?:^|\/)(?:[\w-]+[-_.])?(?:config|configuration|settings|conf|params|hparams|hyperparameters)\.ya?ml$/i;
/** Folders of what other programs read, of what is no part of the product, and of files that begin with a dot. */
const OTHERS =
  /(?:^|\/)(?:\.[^/]*|node_modules|vendor|third[-_]?party|external|tests?|testing|fixtures?|testdata|data|datasets|docs?|examples?|samples?|templates?|infra\w*|deploy\w*|k8s|kubernetes|kustomize|helm|charts?|terraform|ansible|puppet|chef|docker|nginx|apache|traefik|caddy|haproxy|envoy|monitoring|observability|prometheus|grafana|loki|promtail|tempo|alertmanager|otel\w*|logging|fluent\w*|vector|redis|postgres\w*|mysql|mongo\w*|rabbitmq|kafka|mosquitto|supervisor\w*|systemd|cron\w*|ci|hooks|models?|checkpoints|artifacts|frontend|web|ui|client|android|ios|public|static|assets|locales?|i18n|translations|schemas?)\//i;
/** Names that programs look for, and parts of them. */
const CONVENTIONAL =
  /(?:^|[-_.])(?:prometheus|alertmanager|alerts?|grafana|datasources?|loki|promtail|tempo|otel\w*|collector|nginx|apache|traefik|haproxy|envoy|redis|postgres\w*|pg_hba|mysql|my|mongod?|rabbitmq|kafka|zookeeper|mosquitto|supervisord?|uwsgi|gunicorn|circus|logrotate|fluent\w*|filebeat|vector|airflow|dbt|superset|mkdocs|codecov|sonar\w*|renovate|dependabot|cloudbuild|buildspec|appspec|serverless|vercel|netlify|fly|render|railway|app|skaffold|tilt|devspace|helm|chart|values|kustomization|configmap|secret|ingress|deployment|service|namespace|cors|crd|tsconfig|jsconfig|package|babel|jest|eslint|tslint|prettier|cypress|playwright|angular|nest-cli|vite|webpack|biome|turbo|nx|lerna|commitlint|lint|stylelint|markdownlint|yamllint|pylint\w*|mypy|ruff|flake8|bandit|isort|black|pytest|coverage|tox|setup|pyproject|poetry|uv|logging|logback|log4j2?|pre-commit|typos|cspell|labeler|mergify|stale|release|goreleaser|accelerate|deepspeed|ds|fsdp|zero\d?|model|tokenizer|generation|adapter|preprocessor)(?:[-_.]|$)/i;
/** Folders with code or packaging of other languages: theirs may be what reads it. */
const OTHER_LANGUAGES =
  /(?:\.(?:[cm]?[jt]sx?|vue|svelte|go|rs|java|kts?|scala|cs|cpp|cc|rb|php|exs?|swift|[Rr]|jl|lua|dart|m|tf|nf|smk)|(?:^|\/)(?:package\.json|Snakefile|Jenkinsfile|CMakeLists\.txt|dbt_project\.yml|mkdocs\.yml))$/;

export default defineProjectRule<ConfigurationTexts>({
  docs: {
    summary: 'unused configuration file',
    why: 'Changing a value in the file has no effect, although anyone who reads it will assume that it configures the system.',
    remedy: 'Delete it, or load it where its values are used',
    harm: 'dead-code',
    severity: 'P3',
    precision: 'medium',
    measured: { read: 1, right: 1, on: 'cloudml-samples, of 275 public repositories' },
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.1' }],
    bad: '# path: config/search.yaml\nlearning_rate: [0.1, 0.01]\n# path: config/train.yaml\nepochs: 20\n# path: train.py\nimport yaml\n\nwith open("config/train.yaml") as file:\n    print(yaml.safe_load(file)["epochs"])\n',
    good: '# path: config/search.yaml\nlearning_rate: [0.1, 0.01]\n# path: train.py\nimport yaml\n\nwith open("config/search.yaml") as file:\n    print(yaml.safe_load(file)["learning_rate"])\n',
  },
  facts(file) {
    const found = configurationTexts(file);
    return found === undefined ? [] : [found];
  },
  check(project, ctx) {
    const named = project.artifacts.of('settings').flatMap(({ path }) => (isNamedForSettings(path) ? path : []));
    if (named.length === 0 || !project.modules.some(({ role }) => role !== 'test')) return;
    const candidates = named.filter(isOfPython(project));
    if (candidates.length === 0) return;
    const isChosen = chooserOf(project);
    const isRead = readerOf(
      project,
      candidates.map(nameOf),
      ctx.facts.map(({ fact }) => fact),
    );
    const unread = candidates.filter((path) => !isChosen(path) && !isRead(path));
    for (const folder of new Set(unread.map(folderOf))) {
      const [first, ...others] = unread.filter((path) => folderOf(path) === folder);
      if (first === undefined) continue;
      ctx.report({
        at: fileStart({ path: first }),
        message: `unused configuration: no code, command or other configuration refers to ${listedCode([first, ...others], 4)}`,
        related: others.slice(0, 4).map((path) => ({ ...fileStart({ path }), message: 'unused too' })),
        key: `${folder} ${first}`,
      });
    }
  },
});

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const isNamedForSettings = (path: string): boolean =>
  (IN_FOLDER.test(path) || BY_NAME.test(path)) && !OTHERS.test(path) && !CONVENTIONAL.test(nameOf(path));

/** Whether a file can be of nothing but the Python code: no other language is at the top, or in its part of the repository. */
function isOfPython({ files }: ProjectModel): (path: string) => boolean {
  const foreign = new Set([...files].filter((path) => OTHER_LANGUAGES.test(path)).map(topOf));
  return (path) => !foreign.has('') && (topOf(path) === '' ? foreign.size === 0 : !foreign.has(topOf(path)));
}

/** Code that lets people choose a file means those of its own part of the repository, or of folders that belong to all parts. */
function chooserOf({ modules }: ProjectModel): (path: string) => boolean {
  const choosing = new Set(modules.filter(letsChoose).map(({ path }) => topOf(path)));
  const parts = new Set(modules.map(({ path }) => topOf(path)));
  return (path) => choosing.has('') || choosing.has(topOf(path)) || (choosing.size > 0 && !parts.has(topOf(path)));
}

/** The first folder of a path. */
const topOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

/** Whether code, commands or other configuration name a file, a part of its name, or its folder as a whole. */
function readerOf(
  project: ProjectModel,
  wanted: readonly string[],
  facts: readonly ConfigurationTexts[],
): (path: string) => boolean {
  const readers = configurationReaders(project, wanted);
  const names = new Set([...readers.names, ...facts.flatMap((each) => each.names)]);
  const endings = new Set(facts.flatMap((each) => each.endings));
  const imported = new Set(project.modules.flatMap(({ imports }) => imports.map(({ name }) => name)));
  const folders = new Set([
    ...facts.flatMap((each) => each.folders),
    ...facts.flatMap(({ kept }) => kept.flatMap(({ name, folder }) => (imported.has(name) ? folder : []))),
  ]);
  const words = new Set(project.modules.flatMap((module) => module.texts.words));
  return (path) => {
    const name = nameOf(path);
    const stem = name.slice(0, name.lastIndexOf('.'));
    if (names.has(name) || words.has(stem) || [...endings].some((ending) => name.endsWith(ending))) return true;
    const documents = readers.documented.get(name) ?? [];
    if ([...documents].some((folder) => folder === '' || path.startsWith(`${folder}/`))) return true;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      if (readers.folders.has(folder)) return true;
      if ([...folders].some((each) => folder === each || folder.endsWith(`/${each}`))) return true;
    }
    return false;
  };
}
