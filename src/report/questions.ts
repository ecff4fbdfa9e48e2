import type { OpenQuestion, PlaceInReport } from './audit-report.ts';
import type { CodeSignals } from './system/code-signals.ts';
import * as libraries from './system/libraries.ts';
import type { SystemModel } from './system/system-model.ts';

interface Seen {
  readonly because: string;
  readonly at?: PlaceInReport;
}

interface Subject {
  readonly topic: string;
  readonly question: string;
  /** What raises it here; absent for what is asked of every system. */
  readonly raisedBy?: (signals: CodeSignals, system: SystemModel) => Seen | undefined;
}

/** What no tool decides, for what was seen in this repository. */
export function openQuestions(signals: CodeSignals, system: SystemModel): OpenQuestion[] {
  return SUBJECTS.flatMap(({ topic, question, raisedBy }) => {
    if (raisedBy === undefined) return { topic, question, because: undefined, at: undefined };
    const seen = raisedBy(signals, system);
    return seen === undefined
      ? []
      : { topic, question, because: seen.because, at: seen.at && { path: seen.at.path, line: seen.at.line } };
  });
}

const imports =
  (names: ReadonlySet<string>) =>
  (signals: CodeSignals): Seen | undefined => {
    const found = signals.firstImport(names);
    return found && { because: `the code imports \`${found.name}\``, at: found.at };
  };

const names =
  (wanted: RegExp) =>
  (signals: CodeSignals): Seen | undefined => {
    const found = signals.firstName(wanted);
    return found && { because: `the code has \`${found.name}\``, at: found.at };
  };

const SUBJECTS: readonly Subject[] = [
  {
    topic: 'Tenants',
    question:
      'Does every query, cache key, queue message and log line carry the tenant, and which test proves that one tenant cannot read the data of another?',
    raisedBy: names(/^(?:_*tenant(?:_?id)?|tenant_\w+|\w+_tenant|org(?:anization)?_id|workspace_id|Tenant\w*)$/),
  },
  {
    topic: 'Payments',
    question:
      'Are webhooks verified and idempotent, who reconciles payments with the provider’s records, and who may issue refunds?',
    raisedBy: imports(libraries.PAYMENT_PROVIDERS),
  },
  {
    topic: 'Training',
    question:
      'Is the data licensed for training, which commit and which dataset produced the model in production, and who approves a new one?',
    raisedBy: (signals) =>
      imports(libraries.TRAINING_LIBRARIES)(signals) ??
      names(/^(?:Trainer\w*|\w+Trainer|train_loader|train_dataset)$/)(signals),
  },
  {
    topic: 'Model output',
    question:
      'Who bears the cost of a wrong answer, who notices that quality has dropped, and do the licences of the weights allow this use?',
    raisedBy: imports(libraries.MODEL_LIBRARIES),
  },
  {
    topic: 'Data sent to third parties',
    question:
      'Which data may be sent to the model provider, what does the contract say about its use there, and what limits the bill?',
    raisedBy: imports(libraries.MODEL_PROVIDERS),
  },
  {
    topic: 'Cryptography',
    question:
      'Has a cryptographer reviewed the scheme and its parameters, and who stores, rotates and destroys the keys?',
    raisedBy: imports(libraries.CRYPTOGRAPHY),
  },
  {
    topic: 'Privacy budget',
    question:
      'Which guarantee is promised to whom, over how many runs is the budget accounted, and who stops when it is spent?',
    raisedBy: (signals) =>
      imports(libraries.PRIVACY_LIBRARIES)(signals) ??
      names(/^(?:epsilon_budget|privacy_budget|noise_multiplier|target_epsilon)$/)(signals),
  },
  {
    topic: 'Personal data',
    question:
      'What is the legal basis for keeping it, for how long is it kept, and how is a request for deletion handled, backups and logs included?',
    raisedBy: names(
      /^(?:email(?:_address)?|phone(?:_number)?|date_of_birth|birth_?date|ssn|passport\w*|patient\w*|first_name|last_name|full_name)$/,
    ),
  },
  {
    topic: 'Permissions',
    question: 'Do the owners of the data agree with the permissions, and who may change them?',
    raisedBy: (signals, { entries }) => {
      const route = entries.find(({ kind }) => kind === 'route');
      return (
        imports(libraries.IDENTITY_LIBRARIES)(signals) ??
        (route && { because: `the code has routes, such as \`${route.name}\``, at: route })
      );
    },
  },
  {
    topic: 'Failed messages',
    question:
      'Where does a message go that fails every time, who reviews those messages, and is processing one twice safe?',
    raisedBy: (_, { queues, entries }) => {
      const [queue] = queues;
      const task = entries.find(({ kind }) => kind === 'task');
      if (queue !== undefined)
        return { because: `the code has a queue \`${queue.name}\``, ...first([...queue.takes, ...queue.puts]) };
      return task && { because: `the code has a task \`${task.name}\``, at: task };
    },
  },
  {
    topic: 'Backups',
    question:
      'When was a backup last restored, how long did it take, and can a release be rolled back after a schema migration?',
    raisedBy: (_, { stores }) => {
      const [store] = stores;
      return store && { because: `the code stores data in ${store.name}`, at: store };
    },
  },
  {
    topic: 'Scheduled work',
    question: 'What happens if two runs overlap or if none happens for a week, and who would notice?',
    raisedBy: (_, { schedules }) => {
      const found = schedules.find(({ from }) => from !== 'workflow');
      return found && { because: `\`${found.name}\` runs on a schedule`, at: found };
    },
  },
  {
    topic: 'Load',
    question:
      'What is the peak load, and has a load test shown that the system handles it? Nothing in this report is a measurement.',
  },
  {
    topic: 'Purpose',
    question:
      'Does the system meet its requirements? This report shows where the code fails at what it attempts, not whether it attempts the right thing.',
  },
];

function first(places: readonly PlaceInReport[]): { readonly at?: PlaceInReport } {
  const [at] = places;
  return at === undefined ? {} : { at };
}
