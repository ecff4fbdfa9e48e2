import {
  type Artifact,
  namedInDocument,
  namedModules,
  offeredInDocument,
  type ReadingProblem,
  readArtifact,
  recogniseArtifact,
} from '../artifacts/index.ts';
import type { Notice, RelatedLocation } from '../findings/index.ts';
import type { ArtifactProblem, Proof, RegisteredRule } from '../kit/index.ts';
import { FileSecrets } from '../knowledge/hidden/file-secrets.ts';
import { textKindOf } from '../knowledge/hidden/text-kind.ts';
import { decodeText } from '../text/decode.ts';
import { SourceText, type Span } from '../text/index.ts';
import { failedReport } from './empty-report.ts';
import { type Failure, failureNotices } from './failure-notices.ts';
import { FilePlaces } from './file-places.ts';
import { FILE_REPORT_SCHEMA_VERSION, type FileReport, type MappedFinding } from './file-report.ts';
import { findingOf } from './finding-of.ts';
import { mapFix } from './fixes.ts';
import { identifyingCode } from './identifying-code.ts';
import { inquireArtifact } from './inquire-artifact.ts';
import type { FileInput, MapTools } from './map-file.ts';
import type { PreparedArtifactRule, PreparedRules } from './prepared-rules.ts';
import type { StageClock } from './stages.ts';
import { suppressionsInComments } from './suppressions/artifact-suppressions.ts';
import { blankDirectives } from './suppressions/without-directives.ts';
import { timed } from './timing.ts';

/** What one attempt at a file needs. */
export interface ArtifactTools extends MapTools {
  readonly stages: StageClock;
}

/** Reads one file that is not Python and asks the rules about its kind. */
export function mapArtifactFile(file: FileInput, prepared: PreparedRules, tools: ArtifactTools): FileReport {
  const text = new SourceText(decodeText(file.bytes));
  const time = <T>(work: () => T): T => (tools.timing === undefined ? work() : tools.timing.phase('artifacts', work));
  const kind = time(() => recogniseArtifact(file.kind, text, file.path)) ?? file.kind;
  const { comments, ...whole } = time(() => readArtifact(kind, text, file.path));
  const blanked = blankDirectives(text, comments);
  const { artifact, problems } =
    blanked === undefined ? whole : time(() => readArtifact(kind, new SourceText(blanked), file.path));
  const mapping = new ArtifactMapping(file, text, tools);
  const notices = problems.map((problem) => noticeOf(problem, file, mapping));
  if (artifact === undefined && notices.length > 0) return failedReport(file, notices);
  if (artifact !== undefined && file.requested) mapping.run(prepared.artifact, artifact);
  tools.stages.begin('read');
  if (tools.inquiry?.isAbout(file.path)) inquireArtifact(file.path, artifact?.kind, text, prepared, tools.inquiry);
  return {
    schemaVersion: FILE_REPORT_SCHEMA_VERSION,
    path: file.path,
    kind: file.kind,
    outcome: notices.length > 0 ? 'partly-parsed' : 'parsed',
    bytes: file.bytes.length,
    lines: text.lineCount,
    findings: mapping.findings,
    suppressions: file.requested ? suppressionsInComments(comments, mapping.places) : [],
    notices: [...notices, ...failureNotices(mapping.failures, file.path)],
    facts: {},
    rulesRun: [...mapping.rulesRun, ...prepared.project.map(({ registered }) => registered.name)],
    ...mentionsIn(artifact, file.path, text),
    ...(artifact !== undefined && { artifact: { ...artifact, lineStarts: text.lines.starts } }),
  };
}

/** Of documents that nobody asked for nothing is known but their text. */
function mentionsIn(
  artifact: Artifact | undefined,
  path: string,
  { content }: SourceText,
): Pick<FileReport, 'mentions' | 'documented'> {
  if (artifact?.kind !== 'markdown') return { mentions: namedModules(content) };
  const { model } = artifact;
  return { mentions: offeredInDocument(model, path, content), documented: namedInDocument(model, content) };
}

function noticeOf(
  { message, span, isLimit }: ReadingProblem,
  { path }: FileInput,
  { text, secrets }: ArtifactMapping,
): Notice {
  const kind = isLimit === true ? 'too-deep' : 'not-parsed';
  return { kind, path, message: secrets.mask(message), ...(span !== undefined && { line: text.lineAt(span.start) }) };
}

/** The rules of one artifact, and what they reported. */
class ArtifactMapping {
  readonly findings: MappedFinding[] = [];
  readonly failures: Failure[] = [];
  readonly rulesRun: string[] = [];
  readonly places: FilePlaces;
  readonly secrets: FileSecrets;

  constructor(
    readonly file: FileInput,
    readonly text: SourceText,
    readonly tools: ArtifactTools,
  ) {
    this.places = new FilePlaces(file.path, text, undefined);
    this.secrets = new FileSecrets(text.content, textKindOf(file.path));
  }

  run(rules: readonly PreparedArtifactRule[], artifact: Artifact): void {
    for (const prepared of rules) if (prepared.rule.artifact === artifact.kind) this.#runOne(prepared, artifact);
  }

  #runOne({ registered, rule, effective }: PreparedArtifactRule, artifact: Artifact): void {
    this.tools.stages.begin('rule', registered.name);
    const problems: ArtifactProblem[] = [];
    try {
      const check = (): void =>
        rule.check({
          path: this.file.path,
          text: this.text,
          artifact: artifact.model,
          // Parsed by the rule's own schema; the registry knows rules by their widest type.
          options: effective.options as never,
          report: (problem) => problems.push(problem),
          proven: (proof) => this.#prove(registered.name, proof),
        });
      timed(this.tools.timing, 'rule', registered.name, check);
      this.findings.push(...problems.map((problem) => this.#finding(registered, problem)));
      this.rulesRun.push(registered.name);
    } catch (error) {
      this.failures.push({ rule: registered.name, error });
    }
  }

  #prove(rule: string, { at, by, where }: Proof<Span>): void {
    const { inquiry } = this.tools;
    if (inquiry === undefined || !inquiry.isAbout(this.file.path)) return;
    const located = where === undefined ? {} : { where: this.places.locate(where) };
    inquiry.prove({ rule, by: this.secrets.mask(by), at: this.places.locate(at), ...located });
  }

  #finding(registered: RegisteredRule, problem: ArtifactProblem): MappedFinding {
    const place = {
      location: this.places.locate(problem.at),
      related: (problem.related ?? []).map((place) => this.#related(place)),
      flow: [],
      scope: '',
      fix: mapFix(problem.fix, this.places),
      code: identifyingCode(this.secrets.covered, problem.at, problem.hidesCode === true),
    };
    return findingOf(registered, problem, place, (said) => this.secrets.mask(said));
  }

  #related({ at, message }: { readonly at: Span; readonly message: string }): RelatedLocation {
    return { ...this.places.locate(at), message };
  }
}
