/** Things of which audits say that a repository has none, and the files by which it has them. */

export interface Artifact {
  readonly called: string;
  /** How a sentence speaks of it, wherever it does. */
  readonly spoken: RegExp;
  /** Files that are it, where their text is as asked. */
  readonly path: RegExp;
  readonly text?: RegExp;
  /** What may be it under another name, in any code or setting: nothing is decided. */
  readonly perhaps?: RegExp;
}

const SETTINGS = /\.(?:ya?ml|toml|cfg|ini|txt|json)$|(?:^|\/)(?:\.flake8|Makefile)$/;

export const ARTIFACTS: readonly Artifact[] = [
  {
    called: 'CI',
    spoken: /CI(?:\s?\/\s?CD)?|continuous integration|интеграци\p{L}{1,2} CI|持续集成/giu,
    path: /^\.github\/workflows\/.+\.ya?ml$|(?:^|\/)(?:\.gitlab-ci|azure-pipelines|\.travis|bitbucket-pipelines|\.drone)\.ya?ml$|(?:^|\/)Jenkinsfile$|^\.circleci\//,
    text: /pytest|unittest|\btox\b|ruff|flake8|pylint|mypy|\btests?\b/,
    perhaps: /^\.(?:woodpecker|buildkite|forgejo|gitea)\//,
  },
  {
    called: 'manifest of Kubernetes',
    spoken: /Kubernetes|k8s|Helm charts?/giu,
    path: /\.(?:ya?ml|tpl|json)$/,
    text: /^kind:\s*["']?(?:Deployment|StatefulSet|DaemonSet|CronJob|Pod|Service)\b|^apiVersion:/m,
    perhaps: /kustomiz|helm|pulumi|cdk8s/i,
  },
  {
    called: 'image',
    spoken: /Docker(?:file)?|`Dockerfile`|containeri[sz]ation/giu,
    path: /(?:^|\/)(?:[\w.-]{1,40}\.)?(?:Docker|Container)file[\w.-]{0,40}$/i,
    perhaps: /compose[\w.-]{0,40}\.ya?ml|buildpack|nixpacks/i,
  },
  {
    called: 'lock file',
    spoken: /lock-?\s?files?|(?:dependency|dependencies) lock(?:ing|file)?/giu,
    path: /(?:^|\/)(?:poetry|uv|pdm|Pipfile|conda|pixi|requirements[\w-]*)[.-]lock(?:\.\w+)?$/,
    perhaps: /--hash=sha256|pip-?compile/,
  },
  {
    called: 'hook before commits',
    spoken: /pre-?commit(?: hooks?)?/giu,
    path: /(?:^|\/)\.pre-commit-config\.ya?ml$|^lefthook|^\.husky\//,
    perhaps: /core\.hooksPath/,
  },
  {
    called: 'type checker',
    spoken: /(?:static )?type[- ]check(?:er|ing)|mypy|pyright/giu,
    path: SETTINGS,
    text: /\b(?:mypy|(?:based)?pyright|pytype|pyre)\b/,
  },
  {
    called: 'script of a deployment',
    spoken: /deploy(?:ment)? automation|автоматизаци\p{L}{1,2} депло\p{L}{1,2}/giu,
    path: /(?:^|\/)deploy[\w.-]{0,40}(?:\/[\w./-]{1,100})?\.(?:sh|ya?ml)$/,
    perhaps: /deploy|terraform|ansible|fly\.toml|Procfile/i,
  },
  {
    called: 'description by OpenAPI',
    spoken: /(?:OpenAPI|Swagger)(?:\s?\/\s?(?:OpenAPI|Swagger))?|документаци\p{L}{1,2} API в OpenAPI(?: формате)?/giu,
    path: /\.py$/,
    text: /\bFastAPI\((?![\s\S]*(?:openapi_url|docs_url)\s*=\s*None)/,
    perhaps: /openapi|swagger|apispec|spectacular/i,
  },
  {
    called: 'store of secrets',
    spoken: /secrets? (?:manager|management|store|vault)s?|систем\p{L}{1,3} управления секретами/giu,
    path: /\.py$/,
    text: /^[ \t]{0,40}(?:import|from) hvac\b|["']secretsmanager["']|google\.cloud import secretmanager|azure\.keyvault/m,
    perhaps: /vault|secrets?_?manager|doppler|infisical|sops\b/i,
  },
];

const NEGATION =
  'no|without|lack(?:s|ing)?(?: of)?|missing|absence of|нет|без|отсутств\\p{L}{1,4}|sin|falta(?:n)?|no hay|ohne|kein\\p{L}{0,2}|fehlende\\p{L}?|sans|aucun\\p{L}?|pas de|manque de|sem|não há|缺少|没有|无|缺乏';
const BESIDE =
  'any|an?|the|automated|existing|dedicated|integration with|use of|интеграци\\p{L}{1,2} с|настроенн\\p{L}{1,3}|un\\p{L}?|de';
const NOUN =
  'pipelines?|workflows?|config(?:uration)?s?|files?|setup|integration|manifests?|deployments?|support|documentation|docs|specs?|hooks?|манифест\\p{L}{0,2}|файл\\p{L}{0,2}|пайплайн\\p{L}{0,2}|流水线|配置|文件';
const LACKING =
  'missing|absent|none|not (?:configured|implemented|set up|present|found)|не (?:реализован|настроен)\\p{L}{0,2}|отсутству\\p{L}{2,3}|нет|ausente|fehlt|fehlen|manquante?|缺失|未配置';
const END = String.raw`(?=\s{0,3}(?:$|[.,;:!)(|/—–\n-]|and\s|or\s|и\s|или\s|(?:is|are|was|exists?|configured|found|set up|present|detected|in place|настроен\p{L}{0,2})(?!\p{L})))`;
const AHEAD = new RegExp(String.raw`(?<!\p{L})(?:${NEGATION})\s{0,3}(?:(?:${BESIDE})\s){0,2}$`, 'iu');
const ENDS = new RegExp(String.raw`^(?:\s(?:${NOUN})){0,2}${END}`, 'iu');
const BEHIND = new RegExp(
  String.raw`^(?:\s(?:${NOUN})){0,2}\W{1,4}(?:is\s|are\s)?\W{0,4}(?:${LACKING})(?!\p{L})`,
  'iu',
);

/** Whether a sentence says that there is none of it, and no more: "no CI for the workers" may be said where others have it. */
export function saysNone({ spoken }: Artifact, sentence: string): boolean {
  return [...sentence.matchAll(spoken)].some(({ 0: thing, index }) => {
    const before = sentence.slice(Math.max(0, index - MOST_BEFORE), index);
    const after = sentence.slice(index + thing.length, index + thing.length + MOST_BEHIND);
    return (
      (AHEAD.test(before) && ENDS.test(after)) || (/^\W{0,4}$/.test(sentence.slice(0, index)) && BEHIND.test(after))
    );
  });
}

const MOST_BEFORE = 60;
const MOST_BEHIND = 80;

/** Names of products of which a sentence says that there is none: several apart by signs, or one with a capital inside. */
export function namesOfNone(sentence: string): readonly string[] {
  const [, list = ''] = PRODUCTS.exec(sentence) ?? [];
  const names = list.split(/\s?[/,]\s?|\s(?:or|nor|and|или|и|o|y|oder|und|ou|et)\s/u).filter((name) => name !== '');
  const isSure = names.length > 1 || /^[A-Z][a-z]+[A-Z]/.test(list);
  return isSure && names.every((name) => name.length > 1) && names.some((name) => name.length > 3) ? names : [];
}

const PRODUCTS =
  /(?<!\p{L})(?:[Nn]o|[Ww]ithout|НЕТ|[Нн]ет|[Бб]ез|[Ss]in|[Kk]ein\p{L}{0,2}|[Oo]hne|[Ss]ans|[Ss]em|没有|缺少)\s{0,2}((?:[A-Z][A-Za-z]*[a-z][A-Za-z]*)(?:(?:\s?[/,]\s?|\s(?:or|nor|and|или|и|o|y|oder|und|ou|et)\s)[A-Z][A-Za-z]+){0,5})(?!\p{L}|[-_.]\w|\s[A-Z])/u;
