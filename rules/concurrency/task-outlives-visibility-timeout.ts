import { type Call, callKeyword, type Expression, lastName, nameOfPlace, nodesOf, stringConstant } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';

type Fact =
  /** A task, or all of them, that may run for so many seconds. */
  | {
      readonly kind: 'limit';
      readonly seconds: number;
      /** As the task says; absent where it does not, and for all tasks. */
      readonly isLate?: boolean;
      readonly isOfAll: boolean;
      readonly place: PackedPlace;
    }
  /** All tasks are acknowledged late. */
  | { readonly kind: 'late' }
  /** Undefined where it cannot be determined. */
  | { readonly kind: 'visibility'; readonly seconds?: number };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'task of Celery can outlive the visibility timeout of its Redis broker',
    why: 'With late acknowledgement, Redis gives a message to another worker when it is not acknowledged within the visibility timeout (one hour by default). The task then runs twice at the same time.',
    remedy: 'Set `broker_transport_options={"visibility_timeout": …}` above the longest time limit',
    harm: 'loses',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: 'the visibility timeout is below the limit of the task' }],
    bad: '# path: requirements.txt\ncelery[redis]==5.4.0\n# path: jobs.py\nfrom celery import Celery\n\napp = Celery("jobs", broker="redis://localhost/0")\napp.conf.update(task_acks_late=True, task_time_limit=7200)\n',
    good: '# path: requirements.txt\ncelery[redis]==5.4.0\n# path: jobs.py\nfrom celery import Celery\n\napp = Celery("jobs", broker="redis://localhost/0")\napp.conf.update(\n    task_acks_late=True,\n    task_time_limit=7200,\n    broker_transport_options={"visibility_timeout": 10_800},\n)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: factsOf,
  check(project, ctx) {
    const facts = ctx.facts.map(({ fact }) => fact);
    const set = facts.flatMap((fact) => (fact.kind === 'visibility' ? [fact.seconds] : []));
    if (set.includes(undefined) || !usesRedis(project)) return;
    const visible = set.length === 0 ? DEFAULT : Math.min(...set.flatMap((each) => each ?? []));
    const isLateForAll = facts.some(({ kind }) => kind === 'late');
    for (const { path, fact } of ctx.facts) {
      if (fact.kind !== 'limit' || fact.seconds <= visible || !(fact.isLate ?? isLateForAll)) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        key: `${fact.isOfAll}`,
        cause: 'visibility',
        message: `duplicate execution: a task may run for ${fact.seconds} s and is acknowledged late, and the visibility timeout of Redis is ${visible} s${set.length === 0 ? ' by default' : ''}`,
      });
    }
  },
});

/** Source: https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/redis.html#visibility-timeout */
const DEFAULT = 3600;

/** The broker is Redis, and no other one is installed or started. */
const usesRedis = ({ modules, artifacts, requirements }: ProjectModel): boolean => {
  const services = artifacts.of('compose').flatMap(({ model }) => model.services);
  const isOther = /(?:^|\/)(?:rabbitmq|elasticmq|localstack)\b/;
  const texts = modules.flatMap(({ texts }) => texts.words);
  return (
    requirements.some(
      ({ distribution, extras }) => distribution === 'redis' || (distribution === 'celery' && extras.includes('redis')),
    ) &&
    !services.some(({ image }) => isOther.test(image?.value ?? '')) &&
    !texts.some((text) => /^(?:amqps?|pyamqp|sqs):\/\//.test(text))
  );
};

function factsOf(file: FactsContext): readonly Fact[] {
  const ofAll = settingsOf(file).flatMap(([name, value]) => factsOfSetting(name, value, file));
  return [...ofAll, ...nodesOf(file.module, 'Call').flatMap((call) => limitOfTask(call, file))];
}

type Setting = readonly [name: string, value: Expression];

/** `task_acks_late=True` of a call, `{"task_acks_late": True}`, `app.conf.task_acks_late = True`, and a module of settings. */
function settingsOf({ module }: FactsContext): readonly Setting[] {
  const stores = nodesOf(module, 'Assign').flatMap(({ targets, value, parent }) =>
    targets.flatMap((target): readonly Setting[] => {
      const name =
        target.kind !== 'Name' || parent?.kind === 'Module' || parent?.kind === 'ClassDef'
          ? nameOfPlace(target)
          : undefined;
      return name === undefined ? [] : [[name, value]];
    }),
  );
  const keywords = nodesOf(module, 'keyword').flatMap(({ arg, value }): readonly Setting[] =>
    arg === undefined ? [] : [[arg, value]],
  );
  const entries = nodesOf(module, 'Dict').flatMap(({ keys, values }) =>
    keys.flatMap((key, index): readonly Setting[] => {
      const name = key && stringConstant(key);
      const value = values[index];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
  return [...stores, ...keywords, ...entries];
}

/** By its name in lower case, with the prefix that Django gives it, or by the name of Celery 3. */
function factsOfSetting(name: string, value: Expression, file: FactsContext): readonly Fact[] {
  if (/^(?:celery_)?task_acks_late$|^CELERY_ACKS_LATE$/i.test(name))
    return isTrue(value, file) ? [{ kind: 'late' }] : [];
  if (/^(?:celery_)?broker_transport_options$/i.test(name)) return visibilityIn(value, file);
  if (!/^(?:celery_)?task_time_limit$|^CELERYD_TASK_TIME_LIMIT$/i.test(name)) return [];
  const seconds = file.values.number(value);
  return seconds === undefined ? [] : [{ kind: 'limit', seconds, isOfAll: true, place: packPlace(file, value) }];
}

/** `@app.task(time_limit=…)`, `export.apply_async(time_limit=…)`. */
function limitOfTask(call: Call, file: FactsContext): readonly Fact[] {
  const given = callKeyword(call, 'time_limit')?.value;
  const seconds = given && file.values.number(given);
  const isOfTask = /^(?:task|shared_task|periodic_task|apply_async)$/.test(lastName(call.func) ?? '');
  if (given === undefined || seconds === undefined || !isOfTask) return [];
  const late = callKeyword(call, 'acks_late')?.value;
  const isLate = late && isTrue(late, file);
  return [
    { kind: 'limit', seconds, isOfAll: false, ...(isLate !== undefined && { isLate }), place: packPlace(file, given) },
  ];
}

function isTrue(value: Expression, { values }: FactsContext): boolean {
  const folded = values.fold(value);
  return folded?.kind === 'bool' && folded.value;
}

function visibilityIn(options: Expression, { values }: FactsContext): readonly Fact[] {
  const folded = values.fold(options);
  if (folded?.kind !== 'mapping') return [{ kind: 'visibility' }];
  return folded.entries.flatMap(([key, value]): Fact[] => {
    if (key.kind !== 'str' || key.value !== 'visibility_timeout') return [];
    const seconds = value.kind === 'int' || value.kind === 'float' ? Number(value.value) : undefined;
    return [{ kind: 'visibility', ...(seconds !== undefined && { seconds }) }];
  });
}
