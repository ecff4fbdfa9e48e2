import { readFileSync } from 'node:fs';

/** What Vitest's reporter `json` wrote, counted. */
export interface TestResults {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failed test or file: its name and the beginning of what is wrong. */
  readonly failures: readonly string[];
}

/** https://vitest.dev/guide/reporters.html#json-reporter, as far as it is read here. */
interface JsonReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** How much of a failure is repeated where all are listed. */
const SHOWN_CHARACTERS = 2000;

/** Undefined where the file is missing or cut off: then the run ended before it could say anything. */
export function readTestResults(file: string): TestResults | undefined {
  try {
    return countResults(JSON.parse(readFileSync(file, 'utf8')) as JsonReport);
  } catch {
    return undefined;
  }
}

/** A file that failed as a whole, before or after its tests, counts as one failed test. */
function countResults(report: JsonReport): TestResults {
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [failureText(name, [message])] : [];
    return failed.map(({ fullName, failureMessages }) => failureText(`${name}: ${fullName}`, failureMessages ?? []));
  });
  return {
    passed: report.numPassedTests,
    failed: Math.max(report.numFailedTests, failures.length),
    skipped: report.numPendingTests,
    failures,
  };
}

const failureText = (name: string, messages: readonly string[]): string =>
  `failed: ${name}\n${messages.join('\n').slice(0, SHOWN_CHARACTERS)}`.trimEnd();
