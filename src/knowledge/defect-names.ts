/**
 * What the trade calls the defect that a rule reports, and which checks of pylint and CodeQL report the same: what people search for.
 * Sources: https://cwe.mitre.org, https://owasp.org/www-community, `pylint --list-msgs` of pylint 4
 * (https://pylint.readthedocs.io/en/stable/user_guide/messages/), https://codeql.github.com/codeql-query-help/python/, as of 2026-11.
 */
import { LINTER_CODES } from './linter-codes.ts';

export interface DefectNames {
  readonly rule: string;
  /** In lower case, the most common first. */
  readonly names: readonly string[];
  /** Message ids, such as `W0702`. */
  readonly pylint: readonly string[];
  /** Query ids, such as `py/sql-injection`. */
  readonly codeql: readonly string[];
}

/** `rule: names; ids of pylint and CodeQL`, sorted by rule. */
const TEXT = `
answer-kept-forever: memory leak, stale cache, cache without expiry
argument-lost-before-init: lost argument, initialization order
assert-as-check: assert in production, authorization bypass
async-protocol-mismatch: awaited context manager, object can't be used in await expression, async with on a coroutine; E1701 E1129
attribute-never-bound: attribute error, undefined attribute; E1101 W0201
audit-log-in-memory: lost audit log, non-durable audit trail
average-latency-metric: average latency, missing percentiles
backoff-without-jitter: thundering herd, retry storm, missing jitter
bare-except: bare except, catch-all handler; W0702 py/catch-base-exception
batch-level-dp-clipping: differential privacy, per-sample gradient clipping
bind-mount-not-writable: permission denied, bind mount owned by root
blind-except: broad except, overly broad exception handler, swallowed exception; W0718 py/catch-base-exception
blocking-backoff: blocking retry, sleep in a retry loop
blocking-call-in-async: blocking call in async, event loop blocked, sync i/o in a coroutine
button-without-handler: dead button, unhandled callback query, unreachable callback handler
cached-authorization: stale authorization, toctou, authorization cache
call-signature-mismatch: wrong number of arguments, type error; E1120 E1121 E1123 py/call/wrong-arguments py/call/wrong-number-class-arguments
called-route-missing: wrong url path, missing route prefix, 404 on own api
capped-dependency: upper bound on a dependency, version cap
check-only-logged: missing enforcement, check without effect
check-then-insert: race condition, toctou, check then act, double creation
ci-check-cannot-fail: ci step that cannot fail, ignored exit status
ci-dependency-unlocked: unpinned dependency, non-reproducible build
ci-tool-not-run: check not run in ci
ci-without-coverage: missing coverage
client-controlled-price: price tampering, parameter tampering, client-side price
client-error-as-500: unhandled validation error, 500 on bad input, uncaught exception
closure-captures-data: pickled closure, serialization overhead
column-changed-in-place: lost update, mutation tracking, json column
compose-datastore-without-volume: data loss, missing volume, ephemeral database
compose-exposed-datastore: exposed database, published port, unauthenticated datastore
compose-host-access: container escape, docker socket mounted, privileged container
compose-image-unpinned: unpinned image, mutable tag, latest tag
compose-inherited-healthcheck: wrong health check
compose-literal-secret: hard-coded secret, secret in a compose file, leaked credential
compose-missing-limits: missing memory limit, resource limits
compose-missing-variable: missing environment variable, unset configuration
compose-mount-source-missing: missing bind mount
compose-port-past-proxy: bypassed reverse proxy, port published on all interfaces
compose-source-mounted: bind-mounted source code
compose-start-not-awaited: startup race, depends_on without health check
compose-unread-environment: unused environment variable
compose-volume-unused: unused volume, unused docker volume
compose-without-restart: missing restart policy
config-file-unread: unused configuration
constant-condition: constant condition, always true, always false; R0133 W0125 py/comparison-of-constants
context-manager-yields-twice: generator did not stop, contextmanager yields twice
copy-in-hot-getter: quadratic copy, defensive copy in a loop
coroutine-never-awaited: coroutine never awaited, missing await
cors-misconfigured: cors, wildcard origin, permissive cors
credential-in-query: credential in url, secret in a query string
csv-formula-injection: csv injection, formula injection, spreadsheet injection
dangling-task: dangling task, fire and forget, garbage-collected task
debug-server: debug mode in production, werkzeug debugger; py/flask-debug
default-executor: executor starvation, thread pool exhaustion
default-made-at-import: mutable default, default evaluated once; py/modification-of-default-value
delete-on-get: csrf, unsafe get, state-changing get
deployment-cancelled-midway: interrupted deployment, cancel-in-progress
destructive-deployment-step: data loss, destructive deployment script
developer-path: hard-coded path, absolute path
development-server-in-image: development server in production
directory-never-created: missing directory, file not found error
docker-build-tools-omitted: missing development dependencies, broken image build
docker-context-leak: secret in a docker image, missing dockerignore
docker-copy-source-missing: copy failed, missing build context file
docker-debug-tools: debug tools in production image, attack surface
docker-editable-install: editable install
docker-end-of-life-base: end-of-life base image, outdated image
docker-healthcheck-command-missing: broken health check
docker-healthcheck-variable: unexpanded variable, exec form
docker-ignored-failure: ignored exit status, || true
docker-root-user: container runs as root, privileged container
docker-step-without-effect: export in a run instruction, no-op build step
docker-unpinned-base: unpinned base image, mutable tag, latest tag
documented-route-missing: outdated documentation, missing endpoint
documented-script-missing: outdated readme, missing script
dropped-check: ignored return value, unchecked result; W0106 py/ineffectual-statement
dropped-on-limit: silent truncation, load shedding
dsn-built-without-escaping: unescaped connection string, special characters in a password, url injection
duplicate-class-definition: duplicate class; E0102
duplicated-function: duplicate code, code clone, copy and paste; R0801
dynamic-code-execution: code injection, eval injection, arbitrary code execution; W0122 W0123 py/code-injection
empty-critical-section: pointless lock
engine-without-pre-ping: stale database connection, pool without pre-ping
entry-point-not-callable: broken entry point
enum-stored-by-name: enum name instead of value, invalid enum label
env-example-incomplete: configuration drift, undocumented environment variable
env-file-not-ignored: committed secret, .env in git
environment-disclosed: information disclosure, environment dump
ephemeral-secret: ephemeral secret key, sessions lost on restart
error-level-by-prefix: wrong log level
evaluation-in-training-mode: missing model.eval, missing no_grad, evaluation in training mode
exception-not-raised: exception created but not raised; W0133 py/unused-exception-object
exception-text-disclosed: information disclosure, stack trace exposure; py/stack-trace-exposure
f-string-without-placeholder: f-string without placeholders; W1309
failure-blamed-on-client: wrong status code, 400 for a server error
failure-exits-zero: wrong exit status, exit code 0 on failure
fake-stratified-split: data leakage, stratified split
fitted-before-split: data leakage, preprocessing before the split
forwarded-header-trusted: ip spoofing, x-forwarded-for
full-queue-payload: large message, payload in a queue
gather-exceptions-ignored: swallowed exception, return_exceptions
hand-rolled-rdp-accountant: differential privacy, privacy accounting
hardcoded-model-dimension: hard-coded dimension, magic number
hardcoded-secret: hard-coded secret, hard-coded password, hard-coded credential, api key in source code; py/hardcoded-credentials
hash-as-seed: non-deterministic hash, pythonhashseed, not reproducible
health-check-does-io: expensive health check, readiness probe
healthcheck-cannot-pass: broken health check, unhealthy container
heavy-object-per-item: object created per request, connection per request, missing connection pool
html-injection: xss, cross-site scripting, html injection; py/reflective-xss
identical-branches: identical branches, duplicate branch body, useless condition
ignored-deployment-failure: ignored exit status, ignored migration failure
ignored-exit-status: ignored exit status, unchecked return code, subprocess without check; W1510
ignored-lock-file: unpinned dependency, lock file not used
ignored-privacy-parameter: differential privacy, unused parameter
image-without-pixel-limit: decompression bomb, pixel flood, denial of service
import-cycle: circular import, cyclic import; R0401 py/cyclic-import
import-fallback-mock: mock in production, silent fallback
import-fallback-silent: optional dependency, silent fallback
import-time-side-effect: side effect at import, work at import time
in-memory-registry: state lost on restart, in-memory state
in-process-state-with-many-workers: per-worker state, state not shared between workers
incomplete-cache-key: cache poisoning, wrong cache key, cache collision
inconsistent-route-protection: missing authentication, broken access control
input-accepted-but-unused: unused argument, ignored parameter; W0613
insecure-cookie: insecure cookie, missing httponly, missing secure flag, missing samesite; py/insecure-cookie
invalid-raise: raising a non-exception, bare raise outside of except; E0702 E0710 E0704 E0711 py/illegal-raise
k8s-missing-limits: missing resource limits, missing probes
keyword-within-words: substring match, keyword matching without word boundaries, false positive match
late-bound-closure: late binding, loop variable captured; W0640 py/loop-variable-capture
legacy-numpy-random: global random state, numpy.random.seed
lenient-base64-decode: lenient decoding, input validation
lifetime-average-rate: misleading metric, average since start
list-as-queue: quadratic queue, list.pop(0)
lock-acquired-twice: deadlock, self-deadlock, non-reentrant lock, double acquire
log-only-at-debug: hidden failure, swallowed exception
login-without-limit: brute force, missing rate limit, credential stuffing
loop-ends-at-first: return in loop, unreachable iteration
loss-kept-with-graph: memory leak, gpu memory leak, autograd graph retained
lost-event: lost event, lost message, no retry
lost-step: unused result, dead store; W0612 py/unused-local-variable
markup-injection: html injection in a message, markup injection, unescaped message
mass-assignment: mass assignment, over-posting
metric-against-itself: metric of a value against itself, meaningless metric
migration-differs-from-model: schema drift, missing migration, model and migration out of sync
mismatched-format: format string mismatch; E1205 E1206 E1305 E1306 py/percent-format/wrong-arguments
mismatched-sql-values: wrong number of bind parameters
misnamed-variable: misspelled environment variable
missing-f-prefix: missing f prefix, f-string
missing-healthcheck: missing health check
missing-member: attribute error, no such member; E1101 E0611
missing-ownership-check: idor, insecure direct object reference, broken object level authorization, bola
missing-referenced-file: missing file, broken link
missing-unique-constraint: missing unique constraint, duplicate rows, multiple results found
module-level-request-state: shared mutable state, request data in a global
module-without-logging: missing logging, observability
money-as-float: float for money, rounding error, floating-point currency
mutable-default: mutable default argument; W0102 py/modification-of-default-value
naive-observability-gap: missing metrics, missing health check, observability
naive-timestamp: naive datetime, missing time zone, timezone-unaware timestamp
no-checkpoint-resume: training cannot resume
no-mixed-precision: mixed precision, amp
noise-scaled-by-sample-rate: differential privacy, wrong noise scale
non-atomic-dual-write: dual write, missing transaction, inconsistent state
non-atomic-file-write: non-atomic write, corrupted file, torn write
non-atomic-global-reload: race condition, partial reload
non-injective-mapping: ambiguous mapping
oom-not-handled: out of memory, cuda oom
open-redirect: open redirect, unvalidated redirect; py/url-redirection
order-from-set: set ordering, hash randomization, non-deterministic order
orphan-module: dead code, unused module
orphan-queue-consumer: queue without a producer, orphan queue
overwritten-parameter: overwritten argument
page-without-order: pagination without order by, unstable pagination
path-from-client: path traversal, directory traversal, arbitrary file read; py/path-injection
pipeline-output-never-written: missing pipeline output
pipeline-path-missing: missing pipeline input
pipeline-unknown-option: unknown command-line option
placeholder-implementation: stub, not implemented, fake implementation
plain-secret-field: plain-text secret, secret in repr
poison-message-loop: poison message, infinite retry, hot loop
predictable-secret: weak randomness, insecure random, predictable token; py/insecure-randomness
private-attribute-chain: private member access, law of demeter; W0212
process-local-queue: in-memory queue, lost jobs
project-without-tests: missing tests, missing ci
pull-request-on-own-runner: self-hosted runner, pwn request
python-version-too-low: wrong python version, requires-python, unsupported syntax
queue-full-unhandled: queue.full, unhandled full queue
queue-on-evicting-redis: redis eviction, lost jobs
queue-order-inversion: lifo queue, wrong queue order
queue-pop-without-ack: lost job, at-most-once delivery, missing acknowledgement
queue-without-depth-metric: queue depth metric, observability
racy-temporary-file: insecure temporary file, tempfile.mktemp, toctou; py/insecure-temporary-file
random-idempotency-key: broken idempotency, duplicate payment, double charge
rate-limit-by-address: rate limit bypass, per-process rate limit
read-then-insert: race condition, check then act, duplicate row, lost update
readiness-without-loading: false readiness, readiness probe
refusal-told-as-failure: http exception swallowed, 4xx turned into 500
removed-library-api: removed api, deprecated api
repeated-file-read: repeated i/o
request-without-size-limit: denial of service, unbounded upload, memory exhaustion
request-without-timeout: missing timeout, request without timeout; W3101
requirements-drift: dependency drift
response-field-never-filled: response field always null, default value always returned, missing orm attribute
response-status-unread: unchecked status code, ignored http error
retry-of-swallower: retry never triggers, swallowed exception
retry-without-backoff: retry storm, missing backoff
retry-without-circuit-breaker: missing circuit breaker, cascading failure
rollback-misses-cancellation: missing rollback, cancelled task
row-by-row-fetch: n+1 query, query in a loop
same-loop-deadlock: deadlock, event loop deadlock
schema-created-outside-migrations: create_all in production, no schema migrations, missing migrations
secret-compared-plainly: timing attack, non-constant-time comparison
secret-in-configuration: secret in a configuration file, committed private key, committed credential
secret-in-url: secret in a url, credential leak
secret-logged: secret in logs, clear-text logging; py/clear-text-logging-sensitive-data
secret-without-kdf: missing key derivation, weak key
security-check-fails-open: fail open, authorization bypass
semaphore-without-timeout: missing timeout, pool exhaustion
sentinel-reported-as-zero: misleading metric, missing value as zero
sequential-batch: sequential batch, missing batching
server-side-request: ssrf, server-side request forgery; py/full-ssrf py/partial-ssrf
server-via-subprocess: signal handling, pid 1
session-not-rolled-back: missing rollback, pending rollback error
shadowed-configuration: ignored configuration, configuration precedence
shadowed-module: module shadowing, name collision
shadowed-route: route shadowing, unreachable route
shared-class-attribute: mutable class attribute, shared state
shared-connection-across-threads: connection shared between threads, race condition
shell-from-configuration: command injection, shell injection; py/shell-command-constructed-from-input
shell-injection: shell injection, command injection, os command injection; py/command-line-injection
shuffled-time-series-split: data leakage, look-ahead bias, random split of a time series
single-worker-server: single worker, event loop blocked
singleton-ignores-arguments: singleton ignores arguments
singleton-without-timeout: missing timeout, shared client
sleep-polling: busy waiting, polling loop
source-root-import: wrong import path, src layout
sql-string-formatting: sql injection, sqli; py/sql-injection
sqlite-fallback: silent fallback, sqlite in production
sqlite-foreign-keys-off: foreign keys not enforced
ssh-host-key-unchecked: host key checking disabled, man in the middle
star-import: wildcard import, star import; W0401 W0614 py/polluting-import
state-lost-on-rebuild: lost state
static-health-check: static health check, missing readiness probe
static-model-version: hard-coded version
storage-key-rejected: invalid storage key
stringified-exception: lost traceback, exception converted to a string
success-after-failure: failure reported as success, swallowed exception
swallowed-exception: swallowed exception, empty except, except pass; W0718 py/empty-except
sync-over-async: sync over async, nested event loop
sys-path-mutation: sys.path manipulation, import hack
task-outlives-visibility-timeout: visibility timeout, duplicate task execution
template-injection: ssti, server-side template injection, template injection; py/template-injection
test-import-path-missing: test import error
test-without-assertion: test without assertion, assertion-free test, smoke test
test-without-subject: test without subject
tests-on-real-database: tests share state, tests on the production database, test isolation
text-taken-for-bool: string as bool, bool("false")
thread-per-call: thread per request, unbounded threads
thread-per-db-call: thread per query
threading-lock-in-async: blocking lock in async, deadlock
time-based-id: predictable id, id collision, timestamp as identifier
timeout-leaves-thread-running: leaked thread, ineffective timeout
tls-verification-off: tls verification disabled, certificate validation, man in the middle; py/request-without-cert-validation
token-derived-identity: jwt without verification, unverified token, authentication bypass; py/jwt-missing-verification
transaction-during-request: long transaction, connection pool exhaustion
truncated-digest-identity: hash collision, truncated hash
unauthenticated-application: missing authentication, unauthenticated api
unbound-name: name error, undefined variable, unbound local; E0601 E0602 E0606 py/undefined-global-variable py/uninitialized-local-variable
unbounded-amount: negative amount, missing range validation, negative price, negative quantity
unbounded-async-wait: missing timeout, hang
unbounded-bisection: infinite loop, unbounded search
unbounded-cache: memory leak, unbounded cache, cache without eviction; W1518
unbounded-list: memory leak, unbounded growth
unbounded-queue: unbounded queue, missing backpressure, memory exhaustion
unchecked-none: none dereference, null pointer dereference, attribute error on none; E1101
unclamped-exp: overflow, math range error
unclamped-limit: missing pagination limit, denial of service, unbounded query
unclosed-resource: resource leak, connection leak, file not closed, temporary file left behind; R1732 py/file-not-closed
undeclared-dependency: missing dependency, transitive dependency
undefined-metric: missing metric, broken alert
unguarded-thread-callback: unhandled exception in a thread
unknown-model-field: field error, unknown field
unlocked-shared-counter: race condition, lost update, non-atomic increment
unlocked-singleton: race condition, singleton race, double-checked locking
unmaintained-dependency: abandoned dependency, deprecated package
unmetered-provider: missing metrics, silent fallback
unpackaged-module: missing package, packaging
unpaginated-list: missing pagination, unbounded query
unparsable-module: syntax error; E0001 py/syntax-error
unpinned-model-revision: unpinned model, supply chain
unpinned-requirement: unpinned dependency, non-reproducible build
unprotected-router: missing authentication, broken access control
unreachable-handler: unreachable except, dead handler; E0701 W0705 py/unreachable-except
unread-result-key: key error, missing dictionary key
unresolvable-import: import error, module not found; E0401 E0611
unsafe-archive-extraction: zip slip, tar slip, path traversal; py/tarslip
unsafe-deserialization: insecure deserialization, pickle, yaml.load, arbitrary code execution; py/unsafe-deserialization
unsafe-torch-load: insecure deserialization, torch.load, pickle; py/unsafe-deserialization
unseeded-training: missing random seed, non-reproducible training
unsigned-webhook: missing signature verification, forged webhook
unsupervised-task: silent task failure, unsupervised background task
unused-cli-option: unused command-line option
unused-definition: dead code, unused function
unused-dependency: unused dependency
unused-import: unused import; W0611 py/unused-import
unverified-model-artifact: supply chain, missing integrity check
unwired-protection: dead security control, unused limit
upload-above-proxy-limit: 413 request entity too large, client_max_body_size
user-enumeration: user enumeration, username enumeration, account enumeration
version-disclosure: information disclosure, version banner
weak-secret-hash: weak hash, md5, sha1, weak password hashing; py/weak-sensitive-data-hashing
websocket-not-proxied: websocket upgrade, reverse proxy, nginx
whole-collection-in-memory: whole data set in memory, out of memory, unbounded result in memory
workflow-never-runs: dead ci job
workflow-permissions: excessive permissions, github_token
workflow-script-injection: script injection, github actions injection
xml-external-entities: xxe, xml external entity; py/xxe
zero-coerced-to-bool: truthiness bug, zero as false
`;

export const DEFECT_NAMES: readonly DefectNames[] = TEXT.trim()
  .split('\n')
  .map((line) => {
    const [rule = '', rest = ''] = line.split(': ', 2);
    const [names = '', ids = ''] = rest.split('; ');
    const all = ids.split(' ').filter(Boolean);
    return {
      rule,
      names: names.split(', '),
      pylint: all.filter((id) => !id.includes('/')),
      codeql: all.filter((id) => id.includes('/')),
    };
  });

const BY_RULE: ReadonlyMap<string, DefectNames> = new Map(DEFECT_NAMES.map((each) => [each.rule, each]));

/** What the defect of a rule is called; nothing of rules of plug-ins. */
export const namesOfDefect = (rule: string): readonly string[] => BY_RULE.get(rule)?.names ?? [];

/** The checks of other tools that report the same: `ruff S608`, `bandit B608`, `pylint W0702`, `CodeQL py/sql-injection`. */
export function equivalentsOf(rule: string): readonly string[] {
  const { pylint = [], codeql = [] } = BY_RULE.get(rule) ?? {};
  const linters = LINTER_CODES.filter((each) => each.rule === rule);
  return [
    ...linters.flatMap(({ ruff }) => ruff.map((id) => `ruff ${id}`)),
    ...linters.flatMap(({ bandit }) => bandit.map(([id]) => `bandit ${id}`)),
    ...pylint.map((id) => `pylint ${id}`),
    ...codeql.map((id) => `CodeQL ${id}`),
  ];
}
