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
      'Does every query, cache key, queue message and log line carry the tenant, and which test reads as one tenant what another wrote?',
    raisedBy: names(/^(?:_*tenant(?:_?id)?|tenant_\w+|\w+_tenant|org(?:anization)?_id|workspace_id|Tenant\w*)$/),
  },
  {
    topic: 'Payments',
    question:
      'Are webhooks verified and harmless when they come twice, who compares the books of the provider with these, and who may refund?',
    raisedBy: imports(libraries.PAYMENT_PROVIDERS),
  },
  {
    topic: 'Training',
    question:
      'May the data be used for this, which commit and which data made the model that is in use, and who decides that a new one is good enough?',
    raisedBy: (signals) =>
      imports(libraries.TRAINING_LIBRARIES)(signals) ??
      names(/^(?:Trainer\w*|\w+Trainer|train_loader|train_dataset)$/)(signals),
  },
  {
    topic: 'Model output',
    question:
      'What does a wrong answer cost whom, who sees that answers have become worse, and do the licences of the weights allow this use?',
    raisedBy: imports(libraries.MODEL_LIBRARIES),
  },
  {
    topic: 'Data that leaves the house',
    question:
      'What may be sent to the provider of the model, does the contract say what happens to it there, and what bounds the bill?',
    raisedBy: imports(libraries.MODEL_PROVIDERS),
  },
  {
    topic: 'Cryptography',
    question: 'Has a cryptographer read the scheme and its parameters, and who holds, replaces and destroys the keys?',
    raisedBy: imports(libraries.CRYPTOGRAPHY),
  },
  {
    topic: 'Privacy budget',
    question:
      'Which guarantee is promised to whom, over how many runs is it counted, and who stops when the budget is spent?',
    raisedBy: (signals) =>
      imports(libraries.PRIVACY_LIBRARIES)(signals) ??
      names(/^(?:epsilon_budget|privacy_budget|noise_multiplier|target_epsilon)$/)(signals),
  },
  {
    topic: 'Personal data',
    question:
      'On what legal ground is it kept, for how long, and what happens when somebody asks for theirs to be deleted, in backups and logs too?',
    raisedBy: names(
      /^(?:email(?:_address)?|phone(?:_number)?|date_of_birth|birth_?date|ssn|passport\w*|patient\w*|first_name|last_name|full_name)$/,
    ),
  },
  {
    topic: 'Permissions',
    question: 'Is the table of who may do what the one that the owners of the data want, and who may change it?',
    raisedBy: (signals, { entries }) => {
      const route = entries.find(({ kind }) => kind === 'route');
      return (
        imports(libraries.IDENTITY_LIBRARIES)(signals) ??
        (route && { because: `it has routes, \`${route.name}\` for one`, at: route })
      );
    },
  },
  {
    topic: 'Messages that fail',
    question: 'What becomes of a message that fails every time, who looks at those, and may each be worked on twice?',
    raisedBy: (_, { queues, entries }) => {
      const [queue] = queues;
      const task = entries.find(({ kind }) => kind === 'task');
      if (queue !== undefined)
        return { because: `there is a queue \`${queue.name}\``, ...first([...queue.takes, ...queue.puts]) };
      return task && { because: `there is a task \`${task.name}\``, at: task };
    },
  },
  {
    topic: 'Backups',
    question:
      'When was a backup last restored, how long did it take, and can a release be taken back once it has changed the schema?',
    raisedBy: (_, { stores }) => {
      const [store] = stores;
      return store && { because: `it keeps data in ${store.name}`, at: store };
    },
  },
  {
    topic: 'Scheduled work',
    question: 'What happens when it runs twice at once, or not for a week, and who would notice?',
    raisedBy: (_, { schedules }) => {
      const found = schedules.find(({ from }) => from !== 'workflow');
      return found && { because: `\`${found.name}\` starts work by the clock`, at: found };
    },
  },
  {
    topic: 'Load',
    question:
      'How much must it carry on its worst day, and who has measured that it does? Nothing in this report is a measurement.',
  },
  {
    topic: 'Purpose',
    question:
      'Does it do what it is for? This report says where the code fails to do what it says, not whether that is what is wanted.',
  },
];

function first(places: readonly PlaceInReport[]): { readonly at?: PlaceInReport } {
  const [at] = places;
  return at === undefined ? {} : { at };
}
