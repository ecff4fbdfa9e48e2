/** What the events that start workflows of GitHub bring. Source: https://docs.github.com/actions/reference/events-that-trigger-workflows, 2026-11 */

const PULL_REQUEST =
  'pull_request number before after changes label assignee milestone requested_reviewer requested_team reason';
const ISSUE = 'issue changes label assignee milestone';

/** The parts of `github.event` of an event, besides those that all have. */
export const EVENT_PAYLOADS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ['push', 'after base_ref before commits compare created deleted forced head_commit pusher ref'],
    ['pull_request', PULL_REQUEST],
    ['pull_request_target', PULL_REQUEST],
    ['pull_request_review', 'pull_request review changes'],
    ['pull_request_review_comment', 'pull_request comment changes'],
    ['issues', ISSUE],
    ['issue_comment', `${ISSUE} comment`],
    ['discussion', 'discussion changes label answer old_answer'],
    ['discussion_comment', 'discussion comment changes'],
    ['workflow_run', 'workflow_run workflow'],
    ['workflow_dispatch', 'inputs ref workflow'],
    ['repository_dispatch', 'client_payload branch'],
    ['schedule', 'schedule workflow'],
    ['release', 'release changes'],
    ['gollum', 'pages'],
    ['fork', 'forkee'],
    ['watch', ''],
    ['create', 'ref ref_type master_branch description pusher_type'],
    ['delete', 'ref ref_type pusher_type'],
    ['merge_group', 'merge_group reason'],
    ['label', 'label changes'],
    ['milestone', 'milestone changes'],
  ].map(([name = '', parts = '']) => [name, new Set(parts.split(' '))]),
);

/** Of every event. */
export const COMMON_PAYLOAD: ReadonlySet<string> = new Set(
  'action repository sender organization enterprise installation *'.split(' '),
);

/** The activities that start a workflow where `types` does not name any; empty for events that know none. */
export const USUAL_TYPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['pull_request', ['opened', 'synchronize', 'reopened']],
  ['pull_request_target', ['opened', 'synchronize', 'reopened']],
  ['push', []],
  ['schedule', []],
  ['workflow_dispatch', []],
]);

/** Events that run on the default branch, whatever they are about. */
export const ON_DEFAULT_BRANCH: ReadonlySet<string> = new Set(
  `delete discussion discussion_comment fork gollum issue_comment issues label milestone repository_dispatch schedule watch
   workflow_run`.split(/\s+/),
);

/** Events that anybody can cause, and whose runs have the secrets and the token of the repository. */
export const TRUSTED_WITH_SECRETS: ReadonlySet<string> = new Set(
  'pull_request_target issues issue_comment discussion discussion_comment workflow_run'.split(' '),
);
