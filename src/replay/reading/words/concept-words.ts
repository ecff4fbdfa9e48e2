/** What audits miss by its name in prose, and the words by which code that has it gives itself away. */

/** How far one has to look to know that it is not there. */
type ConceptReach = 'around' | 'file' | 'repository';

export interface Concept {
  /** As a message names it. */
  readonly called: string;
  /** As documents name it, without the negation. */
  readonly spoken: RegExp;
  /** A name, a text or a line that has one of these may be it, so that nothing is decided. */
  readonly shown: RegExp;
  /** The least of what must be free of it. */
  readonly reach: ConceptReach;
}

const row = (called: string, spoken: RegExp, shown: RegExp, reach: ConceptReach): Concept => ({
  called,
  spoken,
  shown,
  reach,
});

export const CONCEPTS: readonly Concept[] = [
  row(
    'timeout',
    /time-?outs?|delai d'attente|Zeitlimit\p{L}{0,16}|超时|タイムアウト|таймаут\p{L}{0,16}/iu,
    /time_?out|deadline|wait_for|max_?wait/i,
    'file',
  ),
  row(
    'retry',
    /retr(?:y|ies)(?: (?:logic|mechanism|policy))?|reintentos?|重试|リトライ|повторн\p{L}{1,24} попыт\p{L}{1,24}/iu,
    /retr|tenacity|backoff|attempt/i,
    'file',
  ),
  row('backoff', /(?:exponential )?back-?off/iu, /back_?off|\*\*|sleep|delay|wait_/i, 'file'),
  row('circuit breaker', /circuit[- ]breakers?|熔断\p{L}{0,16}/iu, /breaker|circuit/i, 'file'),
  row(
    'logging',
    /logging|log(?:ger|s| output| statements?)?|journalisation|Protokollierung|日志|ログ出力|логирован\p{L}{1,24}/iu,
    /^_?_?(?:log\w{0,16}|\w{0,16}logg(?:er|ing)\w{0,16}|structlog|loguru|print|warnings?)$/i,
    'around',
  ),
  row(
    'lock',
    /locks?|locking|mutex(?:es)?|synchroni[sz]ation|Sperre|verrou\p{L}{0,16}|加锁|锁|ロック|блокировк\p{L}{1,24}/iu,
    /lock|mutex|semaphore|synchron|condition|atomic/i,
    'around',
  ),
  row(
    'rate limit',
    /rate[- ]?limit(?:s|ing|er)?|throttling|límite de tasa|限流|速率限制|レート制限/iu,
    /rate_?-?limit|limiter|throttl|slowapi|max_requests_per/i,
    'file',
  ),
  row(
    'authentication',
    /auth(?:entication|orization|enticat\w{1,24})?(?: checks?)?|autenticación|Authentifizierung|authentification|autenticação|认证|鉴权|認証|аутентификац\p{L}{1,24}/iu,
    /auth|token|jwt|login|password|credential|api_?key|permission|secur|user|session|secret|hmac|signature|principal/i,
    'file',
  ),
  row('CSRF protection', /csrf(?:[- ](?:protection|tokens?|checks?))?/iu, /csrf|xsrf/i, 'repository'),
  row(
    'pagination',
    /pagina(?:tion|ción|ção)|分页|ページネーション/iu,
    /limit|offset|page|cursor|slice|skip/i,
    'around',
  ),
  row('caching', /cach(?:ing|e)|缓存|キャッシュ|кэширован\p{L}{1,24}/iu, /cache|memo|lru/i, 'file'),
  row(
    'metrics',
    /metrics?(?: (?:collection|export|endpoint))?|instrumentation|métricas|指标/iu,
    /metric|prometheus|statsd|counter|gauge|histogram|telemetry|datadog|measure/i,
    'file',
  ),
  row(
    'tracing',
    /(?:distributed )?tracing|correlation[- ]ids?|request[- ]ids?/iu,
    /trac(?:e|er|ing)|span|correlation|request_?id|x-request/i,
    'file',
  ),
  row(
    'health check',
    /health[- ]?checks?(?: endpoints?)?|liveness|readiness|健康检查|ヘルスチェック/iu,
    /health|liveness|readiness|ping/i,
    'repository',
  ),
  row('connection pool', /connection[- ]pool(?:s|ing)?|连接池/iu, /pool/i, 'file'),
  row(
    'transaction',
    /transactions?|事务|トランザクション|транзакци\p{L}{1,24}/iu,
    /transaction|begin|atomic|commit|rollback/i,
    'around',
  ),
  row('rollback', /rollbacks?|回滚/iu, /rollback|begin|atomic|transaction/i, 'around'),
  row(
    'graceful shutdown',
    /graceful(?:ly)? (?:shutdown|termination)|signal handl(?:er|ers|ing)|优雅(?:关闭|退出)/iu,
    /signal|sigterm|shutdown|lifespan|atexit|graceful/i,
    'file',
  ),
  row(
    'security headers',
    /security[- ]headers?|セキュリティヘッダー|安全头/iu,
    /x-frame|x-content|content-security|strict-transport|referrer-policy|talisman|secure\b/i,
    'file',
  ),
  row(
    'encryption',
    /encryption|cifrado|Verschlüsselung|chiffrement|criptografia|加密|暗号化|шифрован\p{L}{1,24}/iu,
    /encrypt|decrypt|fernet|cipher|crypto|kms|aes/i,
    'file',
  ),
  row(
    'seed',
    /(?:random )?seeds?|semillas?[^.]{0,30}|随机种子/iu,
    /seed|random_?state|deterministic|default_rng|generator/i,
    'file',
  ),
  row('early stopping', /early[- ]stopping/iu, /early_?stop|patience/i, 'file'),
  row('gradient clipping', /gradient[- ]clipping/iu, /clip/i, 'file'),
  row('checkpoint', /checkpoint(?:s|ing)?/iu, /checkpoint|ckpt|save|dump/i, 'file'),
  row(
    'resource limits',
    /(?:cpu|memory|resource)(?:\s?(?:\/|and|or)\s?(?:cpu|memory))? limits?|资源限制/iu,
    /limits|mem_limit|cpus|memory/i,
    'file',
  ),
  row('restart policy', /restart[- ]polic(?:y|ies)|重启策略/iu, /restart/i, 'file'),
  row('health check of the image', /HEALTHCHECK/iu, /healthcheck/i, 'file'),
  row('audit log', /audit[- ](?:logs?|logging|trails?)|审计日志|監査ログ/iu, /audit/i, 'repository'),
  row(
    'migrations',
    /(?:database |schema |db )?migrations?(?: (?:tool|framework|system))?|alembic/iu,
    /alembic|migrat/i,
    'repository',
  ),
  row('docstring', /docstrings?/iu, /(?!)/, 'around'),
  row(
    'type hints',
    /type[- ](?:hints?|annotations?|stubs?)|(?:return|parameter) type(?: hints?| annotations?)?|类型注解|型ヒント/iu,
    /(?!)/,
    'around',
  ),
  row(
    'error handling',
    /(?:error|exception)[- ]handling|try[/ -](?:except|catch)(?: blocks?)?|manejo de (?:errores|excepciones)|Fehlerbehandlung|gestion d(?:es |'|’)?erreurs|tratamento de (?:erros|exceções)|异常处理|错误处理|エラー(?:処理|ハンドリング)|例外処理|обработк\p{L}{1,24} (?:ошибок|исключений)/iu,
    /(?!)/,
    'around',
  ),
];

/** At the end of what stands before it; adjectives, and other things that are missed as well, may stand between ("no input validation or rate limiting"). */
const NEGATED_BEFORE =
  /(?<![\p{L}])(?:no|without(?: any| an?| the)?|lacks?(?: any| an?)?|lacking|missing|absence of|lack of|has no|ha(?:s|ve)(?:n['’]t| not) any|sin|falta(?:n)?(?: de)?|no hay|ohne|kein\p{L}{0,2}|fehlende\p{L}?|fehlt|sans|aucun\p{L}?|manque (?:de |d['’])|sem|нет|без|отсутств\p{L}{1,4}|缺少|缺乏|没有|无)\s{0,3}(?:(?!but |only |and |because |except |aber |pero )[\p{L}/-]{1,30},?\s{1,3}){0,3}?$/iu;
const NEGATED_BEHIND =
  /^\s{0,3}(?:(?:is|are|was)\s{1,3}(?:missing|absent|not (?:implemented|configured|set|present|enforced|used|specified|defined|there|enabled)|nowhere)|(?:not|never) (?:implemented|configured|set|enforced)|missing\b|なし|の欠如|がない|欠如|未(?:设置|实现|配置)|缺失)/iu;
const MOST_BEFORE = 160;

/** Whether a text says that there is none of it. */
export function saysMissing({ spoken }: Concept, text: string): boolean {
  const said = spoken.exec(text);
  if (said === null) return false;
  const [word] = said;
  const isPart =
    /^[\p{Ll}\d_]/u.test(text.slice(said.index + word.length)) || /[\p{L}_]$/u.test(text.slice(0, said.index));
  const isSpaced = !/^\p{Script=Latin}/u.test(word) || !isPart;
  const before = text.slice(Math.max(0, said.index - MOST_BEFORE), said.index);
  return isSpaced && (NEGATED_BEFORE.test(before) || NEGATED_BEHIND.test(text.slice(said.index + word.length)));
}

/** "Only the path of failure is exercised": something is there, and not enough. */
export const SAYS_ONLY_SO =
  /(?<![\p{L}])(?:only|solely|nur|solo|s[óo]lo|solamente|seulement|apenas|somente|только|alleen|yalnızca|sadece)(?![\p{L}])|仅|只有|のみ|만/iu;

/** Behind a text that says "no tests": what they are missed for. */
export const SAYS_NO_TESTS =
  /(?<![\p{L}])(?:(?:no|without(?: any)?|lacks?|lacking|missing|zero|absence of|lack of|sin|falta(?:n)? (?:de )?|ohne|kein\p{L}{0,2}|fehlende|sans|aucun|sem|нет|без|缺少|没有)\s{1,3}(?:[\p{L}-]{1,30}\s{1,3}){0,3}?(?:tests?|(?:test )?coverage|test (?:suite|files?|cases?)|tests? (?:unitarios|automatizados)|pruebas|测试|тест\p{L}{0,3})(?![\p{Ll}_/-])|(?:untested|\(0 tests?\)|not (?:unit[- ])?tested|tests? (?:are|is) missing|0 ?% (?:(?:test )?coverage|pokrycia|abdeckung|testabdeckung|de couverture|couverture|de cobertura|cobertura|di copertura|покрыти[яе]|覆盖|カバレッジ)|テストなし|テストがない|测试缺失))/iu;
