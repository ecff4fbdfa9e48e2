import type { ProjectModel } from '../project/index.ts';
import type { FileReport } from './file-report.ts';
import type { FoundAnswer, FoundProof } from './inquiry.ts';
import type { Witness } from './witness.ts';

/** A file that was asked for and read. */
export type SurveyedFile = Pick<FileReport, 'path' | 'kind' | 'lines' | 'bytes'>;

/** What silenced one rule: how often, and the first place of each sort. */
export interface SoundRule {
  readonly proofs: number;
  readonly answers: number;
  readonly firstProof: FoundProof | undefined;
  readonly firstAnswer: FoundAnswer | undefined;
}

interface Tally {
  readonly places: Set<string>;
  proofs: number;
  answers: number;
  firstProof: FoundProof | undefined;
  firstAnswer: FoundAnswer | undefined;
}

/**
 * What a scan learns of a repository besides findings: the project as it was understood, the files that were read, and what
 * was looked at and found sound. A scan that is given one fills it; no other scan keeps any of this.
 */
export class RepositorySurvey implements Witness {
  /** Undefined until the scan has ended. */
  project: ProjectModel | undefined;
  files: readonly SurveyedFile[] = [];
  readonly #tallies = new Map<string, Tally>();

  isAbout(): boolean {
    return true;
  }

  see(): void {
    // Which rules looked at which file is in no audit.
  }

  take(project: ProjectModel, reports: readonly FileReport[]): void {
    this.project = project;
    this.files = reports.map(({ path, kind, lines, bytes }) => ({ path, kind, lines, bytes }));
  }

  /** By rule, those in whose files something was proven. */
  get sound(): ReadonlyMap<string, SoundRule> {
    return this.#tallies;
  }

  prove(proof: FoundProof): void {
    const tally = this.#tallyOf(proof);
    if (tally === undefined) return;
    tally.proofs++;
    tally.firstProof ??= proof;
  }

  /** What the project did not know proves nothing. */
  answer(answer: FoundAnswer): void {
    if (answer.verdict === 'unknown') return;
    const tally = this.#tallyOf(answer);
    if (tally === undefined) return;
    tally.answers++;
    tally.firstAnswer ??= answer;
  }

  /** Undefined where the rule has been silenced there before: several questions may be asked of one place. */
  #tallyOf({ rule, at: { path, cell, line, column } }: Pick<FoundProof, 'rule' | 'at'>): Tally | undefined {
    const place = `${path} ${cell ?? ''} ${line} ${column}`;
    const tally = this.#tallies.get(rule) ?? {
      places: new Set<string>(),
      proofs: 0,
      answers: 0,
      firstProof: undefined,
      firstAnswer: undefined,
    };
    this.#tallies.set(rule, tally);
    if (tally.places.has(place)) return undefined;
    tally.places.add(place);
    return tally;
  }
}
