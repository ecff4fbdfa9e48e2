import type { ArtifactFileKind, FileKind, PythonFileKind } from './discovery.ts';

/** What a file is, by its path; undefined for files that no reader wants. */
export function fileKindOf(path: string): FileKind | undefined {
  const name = nameOf(path);
  return PYTHON_EXTENSIONS.get(extensionOf(name).toLowerCase()) ?? artifactKindOf(path, name);
}

/** What a file is that the user named: one without an extension is taken for a Python script. */
export function namedFileKindOf(path: string): FileKind | undefined {
  return fileKindOf(path) ?? (extensionOf(nameOf(path)) === '' ? 'python' : undefined);
}

export function isPythonFileKind(kind: FileKind): kind is PythonFileKind {
  return kind === 'python' || kind === 'stub' || kind === 'notebook';
}

/** Whether files of a kind are documents or made by tools: no code, and little that rules would ask of one of them. */
export function isDataKind(kind: FileKind): boolean {
  return DATA_KINDS.has(kind);
}

const DATA_KINDS: ReadonlySet<FileKind> = new Set(['grafana-dashboard', 'lock-file', 'markdown', 'text']);

const PYTHON_EXTENSIONS: ReadonlyMap<string, PythonFileKind> = new Map([
  ['.py', 'python'],
  ['.pyw', 'python'],
  // What mod_wsgi and Twisted load.
  ['.wsgi', 'python'],
  ['.tac', 'python'],
  ['.pyi', 'stub'],
  ['.ipynb', 'notebook'],
]);

/** What `auditlint register` writes quotes code, and is no document of the project that names any. */
const REGISTER = 'AUDIT-REGISTER.md';

function artifactKindOf(path: string, name: string): ArtifactFileKind | undefined {
  if (name === REGISTER) return undefined;
  const known = BY_NAME.get(name);
  if (known !== undefined) return known;
  return ARTIFACTS.find(({ pattern, wholePath }) => pattern.test(wholePath === true ? path : name))?.kind;
}

const BY_NAME: ReadonlyMap<string, ArtifactFileKind> = new Map([
  ['.coveragerc', 'ini'],
  ['.dockerignore', 'dockerignore'],
  ['.flake8', 'ini'],
  ['.gitlab-ci.yml', 'gitlab-ci'],
  ['.gitmodules', 'ini'],
  ['.isort.cfg', 'ini'],
  ['.mypy.ini', 'ini'],
  ['.pre-commit-config.yaml', 'pre-commit'],
  ['.pre-commit-config.yml', 'pre-commit'],
  ['.pylintrc', 'ini'],
  ['.pytest.ini', 'ini'],
  ['.ruff.toml', 'tool-toml'],
  ['GNUmakefile', 'makefile'],
  ['Makefile', 'makefile'],
  ['Pipfile', 'pipfile'],
  ['Procfile', 'platform'],
  ['dvc.yaml', 'dvc'],
  ['makefile', 'makefile'],
  ['mypy.ini', 'ini'],
  ['params.yaml', 'params'],
  ['pdm.lock', 'lock-file'],
  ['poetry.lock', 'lock-file'],
  ['prek.toml', 'pre-commit'],
  ['pylintrc', 'ini'],
  ['pyproject.toml', 'pyproject'],
  ['pytest.ini', 'ini'],
  ['ruff.toml', 'tool-toml'],
  ['setup.cfg', 'setup-cfg'],
  ['tox.ini', 'ini'],
  ['tox.toml', 'tool-toml'],
  ['uv.lock', 'lock-file'],
]);

/** The first that fits decides. */
const ARTIFACTS: readonly {
  readonly kind: ArtifactFileKind;
  readonly pattern: RegExp;
  readonly wholePath?: true;
}[] = [
  { kind: 'workflow', pattern: /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/, wholePath: true },
  { kind: 'action', pattern: /^action\.ya?ml$/ },
  { kind: 'compose', pattern: /^(?:docker-)?compose(?:[.-].*)?\.ya?ml$/ },
  { kind: 'conda-environment', pattern: /^(?:conda-)?environment(?:[._-].*)?\.ya?ml$/ },
  // What a Dockerfile is built with, as Docker looks for it beside one of that name: `Dockerfile.dockerignore` is none itself.
  { kind: 'dockerignore', pattern: /\.dockerignore$/ },
  { kind: 'dockerfile', pattern: /^(?:(?:[Dd]ockerfile|Containerfile)(?:\..+)?|.+\.[Dd]ockerfile)$/ },
  { kind: 'env-file', pattern: /^[\w-]*\.env(?:\..+)?$/ },
  {
    kind: 'grafana-dashboard',
    pattern: /^(?=.*[^/]\.json$).*(?:grafana|dashboard)[^/]{0,255}\//i,
    wholePath: true,
  },
  { kind: 'grafana-dashboard', pattern: /^(?=.*\.json$).*(?:dashboard|grafana)/i },
  { kind: 'makefile', pattern: /\.mk$/ },
  { kind: 'markdown', pattern: /\.(?:md|markdown)$/ },
  { kind: 'platform', pattern: /^fly\..*toml$|^render\.ya?ml$|^railway\.(?:json|toml)$|\.service$/ },
  { kind: 'nginx', pattern: /(?:^|\/)[^/]{0,255}nginx[^/]{0,255}(?:\/[^/]{1,255}){0,4}\.conf$/i, wholePath: true },
  { kind: 'redis-conf', pattern: /^redis.*\.conf$/ },
  // `requirements-dev.txt`, `test-requirements.txt`, `requirements/base.in`.
  { kind: 'requirements', pattern: /(?:^|\/)requirements[^/]*\.(?:txt|in)$/, wholePath: true },
  { kind: 'requirements', pattern: /[-_.]requirements\.(?:txt|in)$/ },
  { kind: 'requirements', pattern: /(?:^|\/)requirements\/(?:[^/]+\/)?[^/]+\.(?:txt|in)$/, wholePath: true },
  { kind: 'shell-script', pattern: /\.(?:sh|bash)$/ },
  { kind: 'yaml', pattern: /\.ya?ml$/ },
  { kind: 'settings', pattern: /\.(?:cfg|ini|conf|properties|pem|key)$/ },
  {
    kind: 'settings',
    pattern:
      /^(?:[\w.]+[-_.])?(?:config|settings?|secrets?|credentials?|service[-_]?account\w*)(?:[-_.][\w-]+)?\.json$/i,
  },
  // No reader takes them; the names of modules in them are looked for.
  // Some hold Python under a name of their own: lines that run when Python starts, pages with code in them, rules of a build.
  { kind: 'text', pattern: /\.(?:toml|service|pyx|pxd|ipy|pth|fcgi|cgi|rpy|spt|mako|smk|tf|hcl)$/ },
  // Commands, whatever runs them.
  { kind: 'text', pattern: /^(?:bin|scripts)\/[^/.]+$/, wholePath: true },
];

/** A regular expression, as Python writes them, that fits somewhere in the paths of files that a reader wants, and in no others. */
export function filesExpression(): string {
  const names = [...BY_NAME.keys()].map(escapeExpression).sort();
  const extensions = [...PYTHON_EXTENSIONS.keys()].map(escapeExpression);
  const patterns = ARTIFACTS.filter(({ kind }) => kind !== 'text').map(({ pattern: { source, flags }, wholePath }) => {
    // The name of a file begins after the last slash of its path, and has none.
    const inPath = wholePath === true ? source : source.replace(/^\^/, '(?:^|/)').replace(/(?<!\\)\.(?=[*+])/g, '[^/]');
    return flags.includes('i') ? `(?i:${inPath})` : inPath;
  });
  return [`[^/](?i:${extensions.join('|')})$`, `(?:^|/)(?:${names.join('|')})$`, ...patterns]
    .join('|')
    .replaceAll('\\/', '/');
}

function escapeExpression(text: string): string {
  return text.replaceAll('.', '\\.');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}
