/** Jobs that are sent for a row while the transaction that writes it is open: a worker may look before the row is there. */
import { type Call, type Def, type Expression, isCapWords, lastName, namesIn, parametersOf } from '#ast';
import { JOB_SENDERS } from '#knowledge/message-queues';
import type { Question } from '#project';
import type { SemanticModel } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin } from '#semantics/effects/calls-within';
import { sendsOtherwise } from './sends-otherwise.ts';

export interface EarlyJob {
  readonly call: Call;
  /** The name of the row. */
  readonly row: string;
  /** What opens the transaction, or has the function called in whatever transaction the row is saved in. */
  readonly opened: Expression;
  readonly isSignal: boolean;
}

/** Whether jobs go to the broker where they are sent: an application or a task with methods of its own may write them down first, in the transaction. */
export const SENT_AT_ONCE: Question = {
  kind: 'not',
  of: sendsOtherwise.ask(null),
};

/** `with transaction.atomic():`, `@transaction.atomic`, `with session.begin():`, and receivers of `post_save`. */
export function earlyJobs(fn: Def, model: SemanticModel): readonly EarlyJob[] {
  const jobs = callsWithin(fn.body).filter(({ func }) => func.kind === 'Attribute' && JOB_SENDERS.has(func.attr));
  if (jobs.length === 0) return [];
  const signal = signalOf(fn, model);
  const rows =
    signal === undefined
      ? rowsWritten(fn)
      : new Set(
          parametersOf(fn)
            .slice(1, 2)
            .map(({ name }) => name),
        );
  return jobs.flatMap((call) => {
    const opened = [...model.context.managersAround(call), ...fn.decorator_list].find((each) => isAtomic(each, model));
    const at = opened ?? signal;
    const row = [...call.args, ...call.keywords.map(({ value }) => value)]
      .flatMap((each) => [...namesIn(each), ...namesIn(model.flow.whole(each))])
      .find((name) => rows.has(name));
    return at === undefined || row === undefined ? [] : [{ call, row, opened: at, isSignal: opened === undefined }];
  });
}

function isAtomic(manager: Expression, { names }: SemanticModel): boolean {
  const func = manager.kind === 'Call' ? manager.func : manager;
  const isBegun = manager.kind === 'Call' && func.kind === 'Attribute' && func.attr === 'begin';
  return isBegun || /^django\.db\.transaction\.atomic$/.test(names.qualifiedName(func) ?? '');
}

/** `@receiver(post_save, sender=Order)`, `post_save.connect(send_mail, sender=Order)`. */
function signalOf(fn: Def, model: SemanticModel): Expression | undefined {
  const isSaved = (each: Expression | undefined): boolean =>
    each !== undefined && model.names.qualifiedName(each) === 'django.db.models.signals.post_save';
  const connects = mentionsOfFunction(model, fn).flatMap(({ parent }) => (parent?.kind === 'Call' ? parent : []));
  return [...fn.decorator_list, ...connects].find(
    (each) =>
      each.kind === 'Call' && (isSaved(each.args[0]) || (each.func.kind === 'Attribute' && isSaved(each.func.value))),
  );
}

/** `order = Order.objects.create(…)`, `order = Order(…)`, `order.save()`, `session.add(order)`. */
function rowsWritten(fn: Def): ReadonlySet<string> {
  const rows = new Set<string>();
  for (const call of callsWithin(fn.body)) {
    const last = lastName(call.func) ?? '';
    const target = call.parent?.kind === 'Assign' ? call.parent.targets[0] : undefined;
    if (target?.kind === 'Name' && (isCapWords(last) || /^(?:bulk_|get_or_|update_or_)?create$/.test(last)))
      rows.add(target.id);
    const row =
      last === 'add' ? call.args[0] : last === 'save' && call.func.kind === 'Attribute' ? call.func.value : undefined;
    if (row?.kind === 'Name') rows.add(row.id);
  }
  return rows;
}
