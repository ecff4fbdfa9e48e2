/** Commands of tools whose options are few and written down, with all that they have. As of 2026-11. */
import { words } from './words.ts';

export interface ToolCommand {
  /** As people write it: `docker compose up`. */
  readonly name: string;
  readonly options: ReadonlySet<string>;
  /** Its options come with Python itself, and argparse reads them. */
  readonly isOfPython: boolean;
  /** What is here holds the options of all its versions, so that no version has another. */
  readonly hasAllVersions: boolean;
  readonly source: string;
}

const COMPOSE = 'https://docs.docker.com/reference/cli/docker/compose/';

const row = (name: string, options: string, source: string): ToolCommand => ({
  name,
  options: new Set([...words(options), '--help', '-h']),
  isOfPython: name.startsWith('python '),
  hasAllVersions: /^(?:python|docker compose|rq) /.test(name),
  source,
});

/** Options that commands of Compose had for some time. Source: the history of `cmd/compose` in docker/compose and docker/compose-cli. */
const COMPOSE_ONCE =
  '-f --file -p --project-name --workdir --project-directory -e --environment --domainname --name --label --env-file --profile --profiles-only --simulate --log --prune --dev --recreate-volumes --wait-services --wait-allow-exit --context --ansi --progress --verbose --debug -D --config -H --host -l --log-level --tls --tlscacert --tlscert --tlskey --tlsverify';

export const TOOL_COMMANDS: readonly ToolCommand[] = [
  row(
    'python -m compileall',
    '-l -r -d -s -p -x -i -f -q -qq -b -e -j -o --workers --invalidation-mode --hardlink-dupes',
    'https://docs.python.org/3/library/compileall.html',
  ),
  row(
    'docker compose up',
    `${COMPOSE_ONCE} --abort-on-container-exit --abort-on-container-failure --always-recreate-deps --attach --attach-dependencies --build -d --detach --dry-run --exit-code-from --force-recreate --menu --no-attach --no-build --no-color --no-deps --no-log-prefix --no-recreate --no-start --pull --quiet-build --quiet-pull --remove-orphans -V --renew-anon-volumes --scale -t --timeout --timestamps --wait --wait-timeout -w --watch --no-watch -y --yes --compatibility`,
    `${COMPOSE}up/`,
  ),
  row(
    'docker compose down',
    `${COMPOSE_ONCE} --all --dry-run --remove-orphans --rmi -t --timeout -v --volumes --compatibility`,
    `${COMPOSE}down/`,
  ),
  row(
    'docker compose restart',
    `${COMPOSE_ONCE} --dry-run --no-deps -t --timeout --compatibility`,
    `${COMPOSE}restart/`,
  ),
  row('docker compose stop', `${COMPOSE_ONCE} --dry-run -t --timeout --compatibility`, `${COMPOSE}stop/`),
  // Of its versions 0.13 to 2.6.
  row(
    'rq worker',
    '-b --burst --logging_level --logging-level --log-format --date-format -n --name --results-ttl --worker-ttl --maintenance-interval --job-monitoring-interval --disable-job-desc-logging -v --verbose -q --quiet --sentry-ca-certs --sentry-debug --sentry-dsn --exception-handler --pid --disable-default-exception-handler --max-jobs --max-idle-time -s --with-scheduler --serializer -S -d -ds --dequeue-strategy -l --num-workers -u --url -c --config -w --worker-class -j --job-class --queue-class --connection-class --death-penalty-class -P --path --version',
    'https://github.com/rq/rq/tree/master/rq/cli',
  ),
  row('railway login', '-b --browserless --version', 'https://docs.railway.com/reference/cli-api'),
];
