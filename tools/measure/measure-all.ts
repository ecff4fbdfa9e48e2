import { existsSync } from 'node:fs';
import type { ComparedTool } from '../compare/tools.ts';
import type { Target } from '../corpus/targets.ts';
import { Clones } from './clones.ts';
import { type Density, densityOf, densityTargets } from './density-figures.ts';
import { type ExamplesReport, examplesReport, examplesSubject, examplesTarget } from './five-examples.ts';
import { type MatchedRow, matchRow } from './matched-row.ts';
import type { PeerMessages, PeerRunner } from './peers.ts';
import { type ReadTables, readTables, type TablesWish } from './read-tables.ts';
import { type GroupRecall, type PeerAnswers, recallByGroup, recallTargets } from './recall-figures.ts';
import type { ScannedSubject } from './scan-subject.ts';
import type { SubjectScanner } from './scan-subjects.ts';
import { type SeverityReport, severityReport, severityTargets } from './severity-figures.ts';
import { type FoundSubjects, type Subject, subjectsOf } from './subjects.ts';

/** What of the ground truth is asked for. */
export type GroundTruthPart = 'all' | 'recall' | 'severity' | 'planted';

/** What is told of it, in its order. */
export type Section = 'recall' | 'examples' | 'severity' | 'density';

const SECTIONS: Readonly<Record<GroundTruthPart, readonly Section[]>> = {
  all: ['recall', 'examples', 'severity', 'density'],
  recall: ['recall'],
  severity: ['severity'],
  planted: ['recall'],
};

/** All that was measured. */
export interface Measured {
  readonly sections: readonly Section[];
  readonly recall: readonly GroupRecall[];
  readonly examples: ExamplesReport | undefined;
  readonly severity: SeverityReport;
  readonly density: readonly Density[];
  readonly targets: readonly Target[];
  readonly rows: readonly MatchedRow[];
  /** One sentence each for what could not be scored. */
  readonly problems: readonly string[];
  readonly remarks: readonly string[];
}

export interface Measuring extends TablesWish {
  readonly part: GroundTruthPart;
  /** The project, whose examples are scanned. */
  readonly project: string;
  readonly repositories: readonly string[];
  readonly cache: string;
  /** Scanned for their density alone. */
  readonly libraries: FoundSubjects;
  readonly scan: SubjectScanner;
  readonly peers: readonly ComparedTool[];
  readonly peerMessages: PeerRunner;
}

/** Scans all that the tables are about, and holds it against them. */
export async function measureAll(given: Measuring): Promise<Measured> {
  const wish = given.part === 'planted' ? { ...given, audits: [], repositories: [] } : given;
  const sections = SECTIONS[wish.part];
  const tables = readTables(wish);
  const found = findSubjects(wish, tables);
  const outcomes = await wish.scan(found.subjects);
  const scanned = new Map<Subject, ScannedSubject>();
  const problems = [...tables.problems, ...found.problems];
  for (const [index, subject] of found.subjects.entries()) {
    const outcome = outcomes[index];
    problems.push(...problemsOf(subject.name, outcome));
    if (typeof outcome === 'object') scanned.set(subject, outcome);
  }
  const byKey = new Map([...scanned].map(([{ key }, outcome]) => [key, outcome]));
  const rows = tables.rows.flatMap((row) => {
    const outcome = byKey.get(row.subject.key);
    return outcome === undefined ? [] : [matchRow(row, outcome)];
  });
  const peerResults = runPeers(wish, [...scanned.keys()]);
  const figures = {
    recall: recallByGroup(rows, peerResults.answers),
    examples: [...scanned].filter(([{ kind }]) => kind === 'examples').map(([, outcome]) => examplesReport(outcome))[0],
    severity: severityReport(rows),
    density: [...scanned].flatMap(([subject, outcome]) => densityOf(subject, outcome) ?? []),
  };
  return {
    ...figures,
    sections,
    targets: sections.flatMap((section) => TARGETS[section](figures, wish.part)),
    rows,
    problems: [...problems, ...peerResults.problems],
    remarks: tables.remarks,
  };
}

function findSubjects(
  { part, project, repositories, cache, libraries }: Measuring,
  { rows }: ReadTables,
): FoundSubjects {
  const missing = repositories.filter((folder) => !existsSync(folder));
  const clones = new Clones(
    repositories.filter((folder) => existsSync(folder)),
    cache,
  );
  const found = subjectsOf(rows, clones);
  return {
    subjects: [...(part === 'all' ? [examplesSubject(project)] : []), ...found.subjects, ...libraries.subjects],
    problems: [
      ...missing.map((folder) => `\`${folder}\` is no folder of repositories`),
      ...found.problems,
      ...libraries.problems,
    ],
  };
}

function problemsOf(name: string, outcome: ScannedSubject | string | undefined): string[] {
  if (outcome === undefined) return [`${name} was not scanned`];
  if (typeof outcome === 'string') return [`${name} was not scanned: ${outcome}`];
  return outcome.failures.map((failure) => `${name}: ${failure}`);
}

interface PeerResults {
  readonly answers: readonly PeerAnswers[];
  readonly problems: readonly string[];
}

/** Libraries and the examples have no rows, so nobody needs to know what others say of them. */
function runPeers({ peers, peerMessages }: Measuring, scanned: readonly Subject[]): PeerResults {
  const problems: string[] = [];
  const subjects = scanned.filter(({ kind }) => kind === 'application' || kind === 'planted');
  const answers = peers.map((tool) => {
    const bySubject = new Map<string, PeerMessages>();
    for (const subject of subjects) {
      try {
        bySubject.set(subject.key, peerMessages(tool, subject));
      } catch (error) {
        problems.push(`${tool.name} did not run on ${subject.name}: ${firstLine(error)}`);
      }
    }
    return { name: tool.name, bySubject };
  });
  return { answers, problems };
}

const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';

type Figures = Pick<Measured, Section>;

const TARGETS: Readonly<Record<Section, (figures: Figures, part: GroundTruthPart) => readonly Target[]>> = {
  recall: ({ recall }, part) => recallTargets(recall, (group) => part !== 'planted' || group === part),
  examples: ({ examples }) => (examples === undefined ? [] : [examplesTarget(examples)]),
  severity: ({ severity }) => severityTargets(severity),
  density: ({ density }) => densityTargets(density),
};
