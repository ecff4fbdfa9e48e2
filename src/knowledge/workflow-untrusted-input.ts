/**
 * What attackers can name and write in what GitHub hands to a workflow, and who runs it as code. Source:
 * https://docs.github.com/en/actions/reference/security/secure-use#understanding-the-risk-of-script-injections, 2026-11
 */

/** The ends of paths below `github.event`. */
const TEXTS =
  `title body message page_name display_title head_branch title.from body.from author.email author.name committer.email
  committer.name head.ref head.label head.repo.default_branch head.repo.description head.repo.homepage label.name label.description
  labels.*.name labels.*.description`.split(/\s+/);
/** Parts of `github.event` with such texts in them. */
const OBJECTS: ReadonlySet<string> = new Set(
  `github event issue pull_request comment review discussion commits head_commit pages workflow_run head author committer label labels
   changes`.split(/\s+/),
);
/** Those of the repository fill them in. */
const OF_THE_REPOSITORY: ReadonlySet<string> = new Set(
  'inputs client_payload repository organization enterprise sender installation'.split(' '),
);

/** Whether an attacker decides on a text; `asJson` of all that is in an object. Names are in lower case. */
export function isUntrustedText([context, ...names]: readonly string[], asJson: boolean): boolean {
  if (context !== 'github') return false;
  if (names.join('.') === 'head_ref') return true;
  const [field, ...below] = names;
  if (field !== undefined && (field !== 'event' || OF_THE_REPOSITORY.has(below[0] ?? ''))) return false;
  const path = `.${below.join('.')}`;
  if (TEXTS.some((text) => path.endsWith(`.${text}`))) return true;
  const isWhole = asJson || names.at(-1) === '*';
  return isWhole && OBJECTS.has([context, ...names].findLast((name) => name !== '*') ?? '');
}

/** Parts of an event with untrusted texts. */
export const UNTRUSTED_PARTS: ReadonlySet<string> = new Set(
  'issue pull_request comment review discussion commits head_commit pages workflow_run'.split(' '),
);

/** Values of `with` that an action runs as code. */
export const SCRIPT_INPUTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ['actions/github-script', 'script'],
    ['actions-js/github-script', 'script'],
    ['addnab/docker-run-action', 'run'],
    ['amadevus/pwsh-script', 'script'],
    ['appleboy/ssh-action', 'script'],
    ['azure/cli', 'inlinescript'],
    ['azure/powershell', 'inlinescript'],
    ['cardinalby/js-eval-action', 'expression'],
    ['jannekem/run-python-script-action', 'script'],
    ['nick-fields/retry', 'command on_retry_command'],
    ['nick-invision/retry', 'command on_retry_command'],
    ['reactivecircus/android-emulator-runner', 'script pre-emulator-launch-script'],
    ['uraimo/run-on-arch-action', 'run install setup'],
    ['vmactions/freebsd-vm', 'run prepare'],
    ['wandalen/wretry.action', 'command'],
  ].map(([action = '', inputs = '']) => [action, new Set(inputs.split(' '))]),
);
