import type { Report } from './report.ts';

/** What findings of the report for a person stand below: nothing, worst first; their rule, the worst one first; their file. */
export const GROUPINGS = ['cause', 'rule', 'file'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A whole document in some format. */
export type Formatter = (report: Report, options?: FormatOptions) => string;

/** What some formats want to know besides the report. */
export interface FormatOptions {
  /** GitHub ignores `suppressions` in SARIF and would open an alert for each, so they are left out unless asked for. */
  readonly includesSuppressed?: boolean;
  /** What tells this upload to GitHub code scanning from others of the same commit. */
  readonly category?: string;
  /** Where the files of the checkout can be looked at, ending in `/`; links are left out without. */
  readonly sourceUrl?: string;
  /** Called with the number of findings that a limit of the format leaves out, if any. */
  readonly onLeftOut?: (count: number) => void;
}

/** Every format that is a document, and how to load what writes it: a run loads only what it writes. */
const DOCUMENTS = {
  json: async (): Promise<Formatter> => (await import('./json/report-json.ts')).formatJson,
  sarif: async (): Promise<Formatter> => (await import('./sarif/report-sarif.ts')).formatSarif,
  github: async (): Promise<Formatter> => (await import('./github/report-github.ts')).formatGithub,
  gitlab: async (): Promise<Formatter> => (await import('./report-gitlab.ts')).formatGitlab,
  junit: async (): Promise<Formatter> => (await import('./report-junit.ts')).formatJunit,
  checkstyle: async (): Promise<Formatter> => (await import('./report-checkstyle.ts')).formatCheckstyle,
  sonarqube: async (): Promise<Formatter> => (await import('./report-sonarqube.ts')).formatSonarqube,
  rdjson: async (): Promise<Formatter> => (await import('./report-rdjson.ts')).formatRdjson,
  csv: async (): Promise<Formatter> => (await import('./report-csv.ts')).formatCsv,
  agent: async (): Promise<Formatter> => (await import('./report-agent.ts')).formatAgent,
  markdown: async (): Promise<Formatter> => (await import('./markdown/report-markdown.ts')).formatMarkdown,
};

export type DocumentFormat = keyof typeof DOCUMENTS;
export type Format = 'pretty' | DocumentFormat;

// Object.keys says string, and these are exactly the keys of the table.
const NAMES = Object.keys(DOCUMENTS) as DocumentFormat[];
export const FORMATS: readonly Format[] = ['pretty', ...NAMES];

export async function loadFormatter(format: DocumentFormat): Promise<Formatter> {
  return DOCUMENTS[format]();
}
