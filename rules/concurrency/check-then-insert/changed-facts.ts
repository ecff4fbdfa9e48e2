/** What a rule over the project learns of shared things that are changed by what was asked of them. */
import { type Def, shortText } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isGivenToThreads } from '../_shared/worker-threads.ts';
import { checkedChange } from './checked-changes.ts';
import { isRunByTasks } from './repeated-tasks.ts';

/** What a module or an object keeps is asked, and changed by the answer. */
export interface ChangedFact {
  readonly kind: 'changed';
  readonly fn: string;
  readonly what: string;
  readonly check: PackedPlace;
  readonly change: PackedPlace;
  /** Where a task lets others come between; threads come anywhere. */
  readonly wait?: PackedPlace;
  /** The class whose objects keep it. */
  readonly owner?: string;
}

export function changedFactsIn(fn: Def, file: FactsContext): ChangedFact[] {
  const found = checkedChange(fn, file);
  if (found === undefined) return [];
  const { kept, check, change, wait } = found;
  const lock = file.context.lockHeldFrom(check, change);
  if (lock !== undefined) {
    file.proven({ at: change, by: 'a lock is held', where: lock.lock });
    return [];
  }
  const root = kept.kind === 'Subscript' ? kept.value : kept;
  const owner = root.kind === 'Attribute' ? file.context.classOfMethod(fn) : undefined;
  const isGiven = owner === undefined || isGivenToThreads(owner, file) || isRunByTasks(fn, file);
  return [
    {
      kind: 'changed',
      fn: file.names.fullNameOf(fn),
      what: shortText(kept, file.text),
      check: packPlace(file, check),
      change: packPlace(file, change),
      ...(wait !== undefined && { wait: packPlace(file, wait) }),
      ...(!isGiven && { owner: file.names.fullNameOf(owner) }),
    },
  ];
}
