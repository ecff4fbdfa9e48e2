import type { ParsedModule } from '../ast/index.ts';
import type { PythonFileKind } from '../discover/index.ts';
import type { Notice } from '../findings/index.ts';
import type { Proof } from '../kit/index.ts';
import { FileSecrets } from '../knowledge/hidden/file-secrets.ts';
import type { ModuleSummary } from '../project/index.ts';
import { buildSemanticModel, limitsMetIn, type SemanticModel, summarizeModule } from '../semantics/index.ts';
import { failedReport } from './empty-report.ts';
import { type DeepPlace, deepNotices, describeFault, type Failure, failureNotices } from './failure-notices.ts';
import { FilePlaces } from './file-places.ts';
import { FILE_REPORT_SCHEMA_VERSION, type FileReport, type MappedFinding } from './file-report.ts';
import { inquireRules, takeDown } from './inquire-python.ts';
import type { Look } from './inquiry.ts';
import type { FileInput, MapTools } from './map-file.ts';
import { ProblemMapper } from './map-problems.ts';
import type { PreparedRules } from './prepared-rules.ts';
import { readPython } from './read-python.ts';
import { runSourceRules, type SourceRuleResults } from './run-source-rules.ts';
import { secretsOfModel } from './secrets-of-model.ts';
import { RuleContext } from './source-context.ts';
import type { StageClock } from './stages.ts';
import { findSuppressions } from './suppressions/find-suppressions.ts';
import { withoutDirectives } from './suppressions/without-directives.ts';
import { type ScanPhase, timed } from './timing.ts';

/** Reads one Python file and asks all rules about it. Its tree and model are garbage when this returns. */
export function mapPythonFile(
  file: FileInput,
  kind: PythonFileKind,
  prepared: PreparedRules,
  tools: PythonTools,
): FileReport {
  const mapping = new PythonFileMapping(file, prepared, tools);
  tools.stages.begin('parse');
  // By then there is no hope, and the parser still ends in order.
  const latest = tools.now() + tools.limits.maxFileMilliseconds / 4;
  const parse = (content: string): ParsedModule => tools.parser.parse(content, () => tools.now() > latest);
  const read = mapping.time('parse', () => readPython(kind, file.bytes, parse));
  if (read.kind === 'failed')
    return failedReport(file, [{ kind: read.notice, path: file.path, message: read.message }]);
  const places = new FilePlaces(file.path, read.parsed.text, read.notebook?.cellOfLine);
  const report = mapping.report(read.parsed, places);
  return read.notebook === undefined ? report : { ...report, cells: read.notebook.cells };
}

/** What one attempt at a file needs. */
export interface PythonTools extends MapTools {
  readonly stages: StageClock;
  readonly leavesOutSummary: boolean;
}

/** The steps on one file, with what went wrong in them. */
class PythonFileMapping {
  readonly #notices: Notice[] = [];
  readonly #failures: Failure[] = [];
  readonly #deepPlaces: DeepPlace[] = [];
  readonly #rulesRun: string[] = [];
  readonly #facts: Record<string, readonly unknown[]> = {};
  #secrets = new FileSecrets('', 'python');
  readonly #mask = (said: string): string => this.#secrets.mask(said);

  constructor(
    readonly file: FileInput,
    readonly prepared: PreparedRules,
    readonly tools: PythonTools,
  ) {}

  report(source: ParsedModule, places: FilePlaces): FileReport {
    const { path, kind, bytes, requested, isReached } = this.file;
    this.#noteGaps(source, places);
    this.#secrets = new FileSecrets(source.text.content, 'python');
    const model = buildSemanticModel(path, withoutDirectives(source), isReached);
    // Before the rules: what it asks of the model is then no rule's time.
    this.tools.stages.begin('summary');
    const summary = this.tools.leavesOutSummary ? undefined : this.time('summary', () => this.#summarize(model));
    const found = requested ? this.time('rules', () => this.#sourceFindings(source, model, places)) : { findings: [] };
    this.time('facts', () => this.#collectFacts(model, places));
    this.#noteLimits(model, places);
    this.tools.stages.begin('read');
    for (const failure of this.#failures) this.tools.onFault?.(failure, path);
    return {
      schemaVersion: FILE_REPORT_SCHEMA_VERSION,
      path,
      kind,
      outcome: source.gaps.length > 0 ? 'partly-parsed' : 'parsed',
      bytes: bytes.length,
      lines: countLines(source),
      ...found,
      suppressions: requested ? findSuppressions(source, places, this.prepared.honour) : [],
      notices: [...this.#notices, ...failureNotices(this.#failures, path), ...deepNotices(this.#deepPlaces, path)],
      facts: this.#facts,
      rulesRun: this.#rulesRun,
      ...(summary === undefined ? {} : { summary }),
      ...(isReached === true && { isReached }),
    };
  }

  time<T>(phase: ScanPhase, work: () => T): T {
    return this.tools.timing === undefined ? work() : this.tools.timing.phase(phase, work);
  }

  #noteGaps({ gaps, text, isTooDeep }: ParsedModule, places: FilePlaces): void {
    const first = gaps[0];
    if (first === undefined) return;
    const { line, cell } = places.locate(first);
    const others = gaps.length === 1 ? '' : `, and ${gaps.length - 1} more`;
    const where = cell === undefined ? `line ${line}` : `cell ${cell}, line ${line}`;
    const end = text.lineAt(Math.max(first.start, first.end - 1)) - text.lineAt(first.start);
    const extent = end === 0 ? where : `${where} to ${line + end}`;
    const what = isTooDeep === true ? 'nested too deep, or syntax not understood,' : 'syntax not understood';
    const message = `${what} at ${extent}${others}; rules ran on the rest`;
    this.#notices.push({
      kind: isTooDeep === true ? 'too-deep' : 'partly-parsed',
      path: this.file.path,
      line,
      message,
    });
  }

  #sourceFindings(
    { text }: ParsedModule,
    model: SemanticModel,
    places: FilePlaces,
  ): Pick<FileReport, 'findings' | 'conditions' | 'secrets'> {
    const inquiry = this.tools.inquiry?.isAbout(this.file.path) ? this.tools.inquiry : undefined;
    const hasInquiry = inquiry !== undefined;
    const results = runSourceRules(model, this.prepared, this.tools.stages, this.tools.timing, hasInquiry);
    this.#secrets = this.#secretsOf(text.content, model, results.reported);
    if (inquiry !== undefined) inquireRules(results, model, places, { witness: inquiry, mask: this.#mask });
    for (const { by, error } of results.failed) this.#failures.push({ rule: by.registered.name, error });
    const mapper = new ProblemMapper(model.source, places, this.#secrets);
    const findings: MappedFinding[] = [];
    for (const { by, problems, tooDeep } of results.reported) {
      this.#rulesRun.push(by.registered.name);
      for (const node of tooDeep) this.#deepPlaces.push({ rule: by.registered.name, line: places.locate(node).line });
      for (const finding of mapper.findingsOf(by.registered, problems)) findings.push(finding);
    }
    const { questions, conditions } = mapper.conditions;
    const secrets = this.#secrets.unseen.map((span) => places.locate(span));
    return {
      findings,
      ...(secrets.length > 0 && { secrets }),
      ...(questions.length > 0 && { conditions: { questions, conditions } }),
    };
  }

  #secretsOf(text: string, model: SemanticModel, reported: SourceRuleResults['reported']): FileSecrets {
    this.tools.stages.begin('read');
    try {
      return secretsOfModel(text, model, reported);
    } catch (error) {
      this.#failures.push({ rule: 'search for secrets', error });
      return this.#secrets;
    }
  }

  #noteLimits({ source }: SemanticModel, places: FilePlaces): void {
    for (const { says, at, others } of limitsMetIn(source).all) {
      const { line, cell } = places.locate(at);
      const where = cell === undefined ? `line ${line}` : `cell ${cell}, line ${line}`;
      const message = `${says} (${where}${others === 0 ? '' : `, and ${others} more`}); rules ran on the rest`;
      this.#notices.push({ kind: 'cut-short', path: this.file.path, line, message });
    }
  }

  #proofsOfFacts(): Proof[] | undefined {
    return this.tools.inquiry?.isAbout(this.file.path) ? [] : undefined;
  }

  #inquireFacts(rule: string, look: Look, proofs: readonly Proof[] | undefined, places: FilePlaces): void {
    const { inquiry } = this.tools;
    if (inquiry === undefined || proofs === undefined) return;
    inquiry.see(this.file.path, rule, look);
    takeDown(rule, proofs, places, { witness: inquiry, mask: this.#mask });
  }

  #collectFacts(model: SemanticModel, places: FilePlaces): void {
    const skipped = this.prepared.skippedFor(model.context.roles);
    for (const { registered, rule } of this.prepared.project) {
      const isSkipped = skipped.has(rule);
      // Of the rules that gather something: most skip most files, and looking at the clock costs more than that.
      if (!isSkipped && rule.facts !== undefined) this.tools.stages.begin('rule', registered.name);
      try {
        const proofs = this.#proofsOfFacts();
        const gather = () => rule.facts?.(new RuleContext(model, {}, proofs)) ?? [];
        const facts = isSkipped ? [] : timed(this.tools.timing, 'facts', registered.name, gather);
        if (facts.length > 0) this.#facts[registered.name] = facts;
        this.#inquireFacts(registered.name, isSkipped ? 'role' : facts.length > 0 ? 'file' : 'project', proofs, places);
        this.#rulesRun.push(registered.name);
      } catch (error) {
        this.#failures.push({ rule: registered.name, error });
      }
    }
  }

  #summarize(model: SemanticModel): ModuleSummary | undefined {
    try {
      return summarizeModule(model, (name, work) => timed(this.tools.timing, 'summary', name, work));
    } catch (error) {
      const message = `facts about this file for other files could not be collected: ${describeFault(error)}`;
      this.#notices.push({ kind: 'rule-failed', path: this.file.path, message });
      this.tools.onFault?.({ rule: 'module summary', error }, this.file.path);
      return undefined;
    }
  }
}

/** A text that ends in a line break has one line less than its table. */
function countLines({ text }: ParsedModule): number {
  const isLastEmpty = text.lineStart(text.lineCount) >= text.content.length;
  return isLastEmpty ? text.lineCount - 1 : text.lineCount;
}
