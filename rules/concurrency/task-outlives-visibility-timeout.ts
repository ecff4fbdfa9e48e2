import { type Call, callKeyword, type Expression, nodesOf } from '#ast';
import { defineProjectRule, type FactsContext, NOT_PRODUCTION, type PackedPlace, packPlace, unpackPlace } from '#kit';
import type { ProjectModel } from '#project';

type Fact =
  /** A task, or all of them, that may run for so many seconds. */
  | {
      readonly kind: 'limit';
      readonly seconds: number;
      /** As the same call or module says; absent where it says nothing. */
      readonly isLate?: boolean;
      readonly isOfAll: boolean;
      readonly place: PackedPlace;
    }
  /** Undefined where it cannot be determined. */
  | { readonly kind: 'visibility'; readonly seconds?: number };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'task of Celery that may run longer than the visibility timeout of its Redis broker',
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
  facts: (file) => factsOf(file),
  check(project, ctx) {
    const facts = ctx.facts.map(({ fact }) => fact);
    const set = facts.flatMap((fact) => (fact.kind === 'visibility' ? [fact.seconds] : []));
    if (set.includes(undefined) || !usesRedis(project)) return;
    const visible = set.length === 0 ? DEFAULT : Math.min(...set.flatMap((each) => each ?? []));
    const isLateForAll = facts.some((fact) => fact.kind === 'limit' && fact.isOfAll && fact.isLate === true);
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
  if (!file.names.imports.some(({ module }) => /^celery(?:\.|$)/.test(module))) return [];
  return nodesOf(file.module, 'Call').flatMap((call) => [...limitIn(call, file), ...visibilityIn(call, file)]);
}

/** `app.conf.update(task_time_limit=…)`, `@app.task(time_limit=…)`. */
function limitIn(call: Call, file: FactsContext): readonly Fact[] {
  const ofAll = callKeyword(call, 'task_time_limit');
  const given = ofAll ?? callKeyword(call, 'time_limit');
  const seconds = given && file.values.number(given.value);
  if (given === undefined || seconds === undefined) return [];
  const late = callKeyword(call, ofAll === undefined ? 'acks_late' : 'task_acks_late');
  const isLate = late === undefined ? undefined : isTrue(late.value, file);
  return [
    {
      kind: 'limit',
      seconds,
      isOfAll: ofAll !== undefined,
      ...(isLate !== undefined && { isLate }),
      place: packPlace(file, given),
    },
  ];
}

function isTrue(value: Expression, { values }: FactsContext): boolean {
  const folded = values.fold(value);
  return folded?.kind === 'bool' && folded.value;
}

function visibilityIn(call: Call, { values }: FactsContext): readonly Fact[] {
  const options = callKeyword(call, 'broker_transport_options')?.value;
  if (options === undefined) return [];
  const folded = values.fold(options);
  if (folded?.kind !== 'mapping') return [{ kind: 'visibility' }];
  return folded.entries.flatMap(([key, value]): Fact[] => {
    if (key.kind !== 'str' || key.value !== 'visibility_timeout') return [];
    const seconds = value.kind === 'int' || value.kind === 'float' ? Number(value.value) : undefined;
    return [{ kind: 'visibility', ...(seconds !== undefined && { seconds }) }];
  });
}
