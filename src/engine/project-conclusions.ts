import type { Standing } from '../findings/index.ts';
import type { Answer, ProjectModel, Question } from '../project/index.ts';
import type { ProjectAnswers } from './conclude-file.ts';
import type { FileReport, MappedFinding } from './file-report.ts';
import type { AskedOfDiscovery } from './known-answers.ts';

/**
 * What the project half said of a repository: the same again as long as its files tell the project the same. Plain JSON.
 */
export interface ProjectConclusions {
  readonly findings: readonly MappedFinding[];
  /** Rules about the project that ran to their end. */
  readonly ran: readonly string[];
  readonly standings: readonly (readonly [place: string, standing: Standing])[];
  readonly answers: readonly (readonly [question: string, answer: Answer])[];
}

/** The same where it was said before, perhaps of lines that have moved since. */
export interface FoundConclusions extends Pick<ProjectConclusions, 'findings' | 'ran' | 'answers'> {
  standingAt(path: string, line: number): Standing | undefined;
}

/** What earlier scans with the same rules and options concluded about whole projects. */
export interface KnownConclusions {
  /** `discovery` is asked again what those conclusions went by. */
  find(reports: readonly FileReport[], discovery: ProjectFiles): FoundConclusions | undefined;
  keep(
    reports: readonly FileReport[],
    discovery: ProjectFiles,
    asked: AskedOfDiscovery,
    conclusions: ProjectConclusions,
  ): void;
}

/** What the project knows of files beside their reports. */
export interface ProjectFiles {
  readonly allPaths: ReadonlySet<string>;
  isGitIgnored(path: string): boolean;
  isKept(path: string): boolean;
  isRequested(path: string): boolean;
}

/** What findings ask of the project: from what is known, and of the model, which is made for the first question that is not. */
export class AskedProject implements ProjectAnswers {
  readonly #standings = new Map<string, Standing>();
  readonly #answers = new Map<string, Answer>();
  readonly #knownAnswers: ReadonlyMap<string, Answer>;
  #model: ProjectModel | undefined;
  #isGivenUp = false;

  constructor(
    readonly build: () => ProjectModel,
    readonly known: FoundConclusions | undefined,
  ) {
    this.#knownAnswers = new Map(known?.answers);
  }

  get model(): ProjectModel {
    this.#model ??= this.build();
    return this.#model;
  }

  /** Of what was asked until now. */
  get limitsMet(): ProjectModel['limitsMet'] {
    return this.#model?.limitsMet ?? [];
  }

  /** Makes the model anew for what is asked from now on. */
  renew(): void {
    this.#model = undefined;
  }

  /** From now on only what is known is answered. */
  giveUp(): void {
    this.#isGivenUp = true;
  }

  standingAt(path: string, line: number): Standing {
    const place = `${line} ${path}`;
    const standing =
      this.#standings.get(place) ??
      this.known?.standingAt(path, line) ??
      (this.#isGivenUp ? UNKNOWN_STANDING : this.model.standingAt(path, line));
    this.#standings.set(place, standing);
    return standing;
  }

  answer(asked: string): Answer {
    const answer =
      this.#answers.get(asked) ??
      this.#knownAnswers.get(asked) ??
      (this.#isGivenUp ? UNKNOWN : this.model.answer(JSON.parse(asked) as Question, asked));
    this.#answers.set(asked, answer);
    return answer;
  }

  /** Undefined where nothing is new in them. */
  conclusions(rules: Pick<ProjectConclusions, 'findings' | 'ran'>): ProjectConclusions | undefined {
    if (this.#model === undefined) return undefined;
    return { ...rules, standings: [...this.#standings], answers: [...this.#answers] };
  }
}

/** What is not known lowers nothing. */
const UNKNOWN_STANDING: Standing = { reach: 'served', because: 'it took too long to find out what reaches it' };
const UNKNOWN: Answer = { verdict: 'unknown', evidence: [] };
