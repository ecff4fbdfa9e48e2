/** What an event with its filters makes of the values of a run. */
import type { WorkflowEvent } from '../../artifacts/index.ts';
import { COMMON_PAYLOAD, EVENT_PAYLOADS, ON_DEFAULT_BRANCH, USUAL_TYPES } from '../../knowledge/workflow-events.ts';
import type { Located } from '../../text/index.ts';
import { type Alternative, type Known, likeAlternative, NOTHING, textAlternative } from './known-values.ts';

/** A value of a context in a run that the event started; of a run that any event may have started where none is given. */
export function valueByEvent(names: readonly string[], event: WorkflowEvent | undefined): Known {
  const [context, field = '', ...rest] = names;
  if (context === 'github' && TEXTS.has(field) && rest.length > 0) return NOTHING;
  if (event === undefined) return undefined;
  const name = event.name.value;
  if (context === 'inputs') return name === 'workflow_dispatch' ? undefined : NOTHING;
  if (context !== 'github') return undefined;
  if (field === 'event') return payloadValue(rest, event);
  if (rest.length > 0) return undefined;
  switch (field) {
    case 'event_name':
      return [textAlternative(name)];
    case 'ref':
      return refsOf(event);
    case 'ref_name':
      return refsOf(event)?.flatMap(nameOfRef);
    case 'ref_type':
      return refsOf(event)?.flatMap(typeOfRef);
    case 'head_ref':
      return isPullRequest(name) ? undefined : NOTHING;
    case 'base_ref':
      return isPullRequest(name) ? filtered('', event.branches, event.branchesIgnored) : NOTHING;
    default:
      return undefined;
  }
}

/** Whether runs that the event starts have the value at all. */
export function hasValue(names: readonly string[], event: WorkflowEvent): boolean {
  return valueByEvent(names, event) !== NOTHING;
}

/** A text has no parts. */
const TEXTS: ReadonlySet<string> = new Set(
  'repository repository_owner ref ref_name ref_type event_name actor sha workflow head_ref base_ref'.split(' '),
);

const isPullRequest = (name: string): boolean => name === 'pull_request' || name === 'pull_request_target';

function payloadValue([part, ...rest]: readonly string[], event: WorkflowEvent): Known {
  const name = event.name.value;
  const parts = EVENT_PAYLOADS.get(name);
  if (part === undefined || parts === undefined) return undefined;
  if (part === 'action' && rest.length === 0) return actionsOf(event);
  if (!parts.has(part) && !COMMON_PAYLOAD.has(part)) return NOTHING;
  if (part === 'schedule') return texts(event.crons);
  const below = rest.join('.');
  if (part === 'workflow_run' && below === 'head_branch') return filtered('', event.branches, event.branchesIgnored);
  const isOpen = part === 'pull_request' && below === 'merged' && actionsOf(event)?.every(isNotClosing) === true;
  return isOpen ? [{ kind: 'plain', value: false }] : undefined;
}

const isNotClosing = (action: Alternative): boolean => action.kind === 'text' && action.text !== 'closed';

function actionsOf({ name, types }: WorkflowEvent): Known {
  if (types.length > 0) return texts(types);
  const usual = USUAL_TYPES.get(name.value);
  return usual?.length === 0 ? NOTHING : usual?.map(textAlternative);
}

/** The whole names of branches and tags. */
function refsOf(event: WorkflowEvent): Known {
  const name = event.name.value;
  const { branches, branchesIgnored, tags, tagsIgnored } = event;
  if (ON_DEFAULT_BRANCH.has(name)) return [likeAlternative('refs/heads/')];
  switch (name) {
    case 'push': {
      const [hasBranches, hasTags] = [
        branches.length + branchesIgnored.length > 0,
        tags.length + tagsIgnored.length > 0,
      ];
      const heads = hasBranches || !hasTags ? filtered('refs/heads/', branches, branchesIgnored) : [];
      const marks = hasTags || !hasBranches ? filtered('refs/tags/', tags, tagsIgnored) : [];
      return heads && marks && [...heads, ...marks];
    }
    // Of one that was merged it is the branch that it went to.
    case 'pull_request':
      return actionsOf(event)?.every(isNotClosing) === true
        ? [likeAlternative('refs/pull/', { suffix: '/merge' })]
        : undefined;
    case 'pull_request_target':
      return filtered('refs/heads/', branches, branchesIgnored);
    case 'release':
      return [likeAlternative('refs/tags/')];
    default:
      return undefined;
  }
}

/** What fits some patterns; of one with a mark that stands for more, how it begins. */
function filtered(
  folder: string,
  patterns: readonly Located<string>[],
  ignored: readonly Located<string>[],
): readonly Alternative[] {
  if (patterns.length === 0) {
    const except = ignored.flatMap(({ value }) => (MARK.test(value) ? [] : folder + value));
    return [likeAlternative(folder, { except })];
  }
  return patterns
    .filter(({ value }) => !value.startsWith('!'))
    .map(({ value }) => {
      const mark = MARK.exec(value);
      // `?` and `+` are about the character before them.
      const end = mark === null ? 0 : mark.index - (/[?+]/.test(mark[0]) ? 1 : 0);
      return mark === null
        ? textAlternative(folder + value)
        : likeAlternative(folder + value.slice(0, Math.max(0, end)));
    });
}

const MARK = /[*?+[\]!\\]/;

const texts = (values: readonly Located<string>[]): Known =>
  values.length === 0 || values.some(({ value }) => value.includes('${{'))
    ? undefined
    : values.map(({ value }) => textAlternative(value));

function nameOfRef(ref: Alternative): Alternative[] {
  const strip = (text: string): string => text.replace(/^refs\/(?:heads|tags|pull)\//, '');
  if (ref.kind === 'text') return [{ ...ref, text: strip(ref.text) }];
  return ref.kind === 'like' ? [{ ...ref, prefix: strip(ref.prefix), except: ref.except.map(strip) }] : [];
}

function typeOfRef(ref: Alternative): Alternative[] {
  const text = 'prefix' in ref ? ref.prefix : 'text' in ref ? ref.text : '';
  return [textAlternative(text.startsWith('refs/tags/') ? 'tag' : 'branch')];
}
