import { groupBy } from '../collections/index.ts';
import type { FoundAnswer, FoundProof, Look, ScanReport, Survey } from '../engine/index.ts';
import { type Finding, INCOMPLETE, type Location, type Notice, type RuleDescription } from '../findings/index.ts';
import type { LineRange } from './claim.ts';
import { isComplete } from './completeness.ts';

/** A finding of the scan that a replay rests on, and why a check would not show it, where it would not. */
export interface ConcludedFinding {
  readonly finding: Finding;
  /** One clause; undefined where nothing holds it back. */
  readonly unshown: string | undefined;
}

/** A name in backticks in the message of a finding or of its evidence, with the place that the message is about. */
export interface NamingPlace {
  readonly name: string;
  readonly concluded: ConcludedFinding;
  readonly at: Location;
  readonly message: string;
}

/** What one scan, with all rules in the strict profile, says of the files that a document speaks of. */
export class Conclusions {
  #byName: ReadonlyMap<string, readonly NamingPlace[]> | undefined;
  readonly #byPath = new Map<string, Set<ConcludedFinding>>();

  constructor(
    readonly report: ScanReport,
    readonly survey: Pick<Survey, 'proofs' | 'answers' | 'looksAt'>,
    readonly rules: readonly RuleDescription[],
  ) {
    for (const finding of report.findings) this.#add({ finding, unshown: reasonOf(finding) });
    for (const { finding, line, reason } of report.suppressed)
      this.#add({ finding, unshown: `suppressed by the comment in line ${line}: ${reason}` });
  }

  /** Findings that stand in a file, or show something in it. */
  in(path: string): readonly ConcludedFinding[] {
    return [...(this.#byPath.get(path) ?? [])];
  }

  all(): readonly ConcludedFinding[] {
    return [...new Set([...this.#byPath.values()].flatMap((found) => [...found]))];
  }

  /** Where findings say of one of some paths, in backticks, that it is not there, or anything else. */
  naming(paths: readonly string[]): readonly NamingPlace[] {
    return paths.flatMap((path) => (this.#named().get(lastPart(path)) ?? []).filter(({ name }) => isEndOf(path, name)));
  }

  /** Paths that messages name and that are as asked, each once. */
  namesWhere(isAsked: (name: string) => boolean): readonly string[] {
    const found = [...this.#named().values()].flatMap((each) => each.map(({ name }) => name)).filter(isAsked);
    return [...new Map(found.map((name) => [lastPart(name), name])).values()];
  }

  /** By the last part of the paths that messages name: every claim with a path that is not there asks. */
  #named(): ReadonlyMap<string, readonly NamingPlace[]> {
    this.#byName ??= groupBy(
      this.all().flatMap((concluded) => {
        const { finding } = concluded;
        return [{ ...finding, at: finding.location }, ...finding.related.map((at) => ({ ...at, at }))].flatMap(
          ({ at, message }) =>
            [...message.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, concluded, at, message })),
        );
      }),
      ({ name }) => lastPart(name),
    );
    return this.#byName;
  }

  proofsOf(rule: string, path: string, lines: LineRange): readonly FoundProof[] {
    return this.survey.proofs.filter((proof) => proof.rule === rule && isIn(proof.at, path, lines));
  }

  answersOf(rule: string, path: string, lines: LineRange): readonly FoundAnswer[] {
    return this.survey.answers.filter((answer) => answer.rule === rule && isIn(answer.at, path, lines));
  }

  lookOf(rule: string, path: string): Look | undefined {
    return this.survey.looksAt(path)?.get(rule);
  }

  /** Why nothing may be concluded from silence in a file: it was not read whole, or a rule failed. */
  gapIn(path: string): Notice | undefined {
    return this.report.notices.find((notice) => notice.path === path && GAPS.has(notice.kind));
  }

  get isComplete(): boolean {
    return isComplete(this.report.notices);
  }

  #add(concluded: ConcludedFinding): void {
    for (const path of new Set(placesOf(concluded.finding).map((place) => place.path))) {
      const found = this.#byPath.get(path);
      if (found === undefined) this.#byPath.set(path, new Set([concluded]));
      else found.add(concluded);
    }
  }
}

/** All that a finding shows: where it stands, the first, then its evidence and the other places of its cause. */
export function placesOf({ location, related, flow, places = [] }: Finding): readonly Location[] {
  return [location, ...related, ...flow, ...places.map((place) => place.location)];
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** One of the two paths is the end of the other. */
function isEndOf(one: string, other: string): boolean {
  const [long, short] = [one, other]
    .map((path) => path.replace(/^(?:\.{0,2}\/)+/, ''))
    .sort((a, b) => b.length - a.length) as [string, string];
  return short.includes('.') && `/${long}`.endsWith(`/${short}`);
}

function reasonOf({ profile }: Finding): string | undefined {
  return profile === 'strict' ? 'only the strict profile shows it' : undefined;
}

const GAPS: ReadonlySet<Notice['kind']> = new Set([...INCOMPLETE, 'not-parsed', 'partly-parsed', 'too-large']);

const NEAR_LINES = 3;

export function isIn({ path, line, endLine }: Location, where: string, { first, last }: LineRange): boolean {
  return path === where && line <= last + NEAR_LINES && endLine >= first - NEAR_LINES;
}

/** It looked at the file, and found nothing in it. */
export function isSilentIn(path: string, rule: string, conclusions: Conclusions): boolean {
  const look = conclusions.lookOf(rule, path);
  const isFound = conclusions.in(path).some(({ finding }) => finding.rule === rule);
  return look !== undefined && look !== 'failed' && !isFound;
}
