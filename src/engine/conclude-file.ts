import type { Finding, Notice, SuppressedFinding } from '../findings/index.ts';
import type { Answer, ProjectModel } from '../project/index.ts';
import type { FileReport, MappedFinding } from './file-report.ts';
import type { LineShift } from './line-shift.ts';
import type { ProjectRuleResults } from './run-project-rules.ts';

/** What findings of one file are asked of the project. */
export interface ProjectAnswers extends Pick<ProjectModel, 'standingAt'> {
  /** A question in JSON. */
  answer(question: string): Answer;
}

/** A project as a scan concluded it. */
export interface ConcludedProject {
  readonly answers: ProjectAnswers;
  /** Of the whole project. */
  readonly byProject: ProjectRuleResults;
  /** Files that were mapped as what production code imports or something starts. */
  readonly reached: ReadonlySet<string>;
}

/** What is to be said of one file. */
export interface FileConclusion {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notices: readonly Notice[];
}

/**
 * The project as it is seen from a file that was edited since: it knows the older text of that file, so that lines are translated. What
 * rules about the project found in it moves along, but for what stood where the text changed.
 */
export function seenFrom({ path }: FileReport, last: ConcludedProject, shift: LineShift): ConcludedProject {
  const { answers, byProject, reached } = last;
  const moved = <T extends MappedFinding['location']>(place: T): T | undefined =>
    place.path === path ? shift.newer(place) : place;
  return {
    answers: {
      standingAt: (at, line) => answers.standingAt(at, at === path ? shift.older(line) : line),
      answer(question) {
        const { verdict, evidence } = answers.answer(question);
        return { verdict, evidence: evidence.flatMap((place) => moved(place) ?? []) };
      },
    },
    reached,
    byProject: {
      ...byProject,
      findings: byProject.findings.flatMap((finding) => {
        const location = finding.location.path === path ? shift.newer(finding.location) : undefined;
        if (location === undefined) return [];
        return { ...finding, location, related: finding.related.flatMap((place) => moved(place) ?? []) };
      }),
    },
  };
}
