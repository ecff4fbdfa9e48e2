import type { Question } from '../../project/index.ts';

/** What a rule asked the project, as the end of "the project was asked whether …". */
export function describeQuestion(question: Question): string {
  switch (question.kind) {
    case 'all':
      return question.of.map(describeQuestion).join(', and ');
    case 'any':
      return question.of.map(describeQuestion).join(', or ');
    case 'not':
      return `it is not so that ${describeQuestion(question.of)}`;
    case 'runs-in-threads':
      return `threads run \`${question.function}\``;
    case 'called-from-async':
      return `code on an event loop calls \`${question.function}\``;
    case 'alone-on-loop':
      return `\`${question.function}\` has its event loop for itself`;
    case 'reached-from':
      return `a ${question.entries
        .join(', ')
        .replaceAll('-', ' ')
        .replace(/, (?=[^,]*$)/, ' or ')} reaches \`${question.function}\``;
    case 'long-lived':
      return `an object of \`${question.class}\` lives as long as a server`;
    case 'is-service':
      return 'the project serves requests or runs workers';
    case 'is-coroutine':
      return `\`${question.function}\` is a coroutine function`;
    case 'coroutine':
      return `the coroutine \`${question.function}\` ${DOES[question.does]}`;
    case 'blocks':
      return `\`${question.function}\` blocks${question.always === true ? ' on its main path' : ''}`;
    case 'calls-any':
      return `\`${question.function}\` calls ${listed(question.names)}`;
    default:
      return describeOther(question);
  }
}

const DOES = {
  suspends: 'can wait',
  'runs-on': 'runs until somebody ends it',
  'ends-with-request': 'ends with its request',
  'ends-failures': 'takes every failure itself',
} as const;

type Other = Exclude<
  Question,
  {
    readonly kind:
      | (
          | 'all'
          | 'any'
          | 'not'
          | 'runs-in-threads'
          | 'called-from-async'
          | 'alone-on-loop'
          | 'reached-from'
          | 'long-lived'
        )
      | ('is-service' | 'is-coroutine' | 'coroutine' | 'blocks' | 'calls-any');
  }
>;

function describeOther(question: Other): string {
  switch (question.kind) {
    case 'nests-event-loops':
      return 'the project lets event loops start within others';
    case 'takes-ambient-credentials':
      return 'production code goes by cookies or other credentials that browsers send along';
    case 'proxy-overwrites':
      return `every proxy that is configured here writes \`${question.header}\` anew`;
    case 'is-imported':
      return `other production code imports \`${question.module}\``;
    case 'is-packaged-or-imported':
      return `\`${question.module}\` is packaged or imported`;
    case 'attribute-read':
      return `something may read \`${question.attribute}\``;
    case 'attribute-stored':
      return `something may store \`${question.attribute}\``;
    case 'is-stateful-class':
      return `objects of \`${question.class}\` have a state`;
    case 'allows-version-below':
      return `\`${question.distribution}\` below ${question.version} may be installed`;
    case 'allows-version-from':
      return `\`${question.distribution}\` from ${question.version} on may be installed`;
    case 'refuses-version-below':
      return `code of the project refuses \`${question.distribution}\` below ${question.version}`;
    case 'reaches-outside':
      return `\`${question.function}\` reaches outside of the process`;
    case 'given-by-stranger':
      return `a caller of \`${question.function}\` hands it what a stranger sent`;
    case 'has-async-twin':
      return `the project has the class \`${question.class}\` for event loops too`;
  }
}

const listed = (names: readonly string[]): string =>
  names.length > 3 ? `\`${names[0]}\` or another of ${names.length}` : names.map((name) => `\`${name}\``).join(' or ');
