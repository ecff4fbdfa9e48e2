import type { ParsedModule } from '../ast/index.ts';
import type { PythonFileKind } from '../discover/index.ts';
import type { Notice } from '../findings/index.ts';
import type { Proof } from '../kit/index.ts';
import type { ModuleSummary } from '../project/index.ts';
import { buildSemanticModel, type SemanticModel, summarizeModule } from '../semantics/index.ts';
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
import { runSourceRules } from './run-source-rules.ts';
import { RuleContext } from './source-context.ts';
import { findSuppressions } from './suppressions/find-suppressions.ts';
import { withoutDirectives } from './suppressions/without-directives.ts';
import type { ScanPhase } from './timing.ts';

/** Reads one Python file and asks all rules about it. Its tree and model are garbage when this returns. */
export function mapPythonFile(
  file: FileInput,
  kind: PythonFileKind,
  prepared: PreparedRules,
  tools: MapTools,
): FileReport {
  const mapping = new PythonFileMapping(file, prepared, tools);
  const read = mapping.time('parse', () => readPython(kind, file.bytes, tools.parser, () => mapping.isTooLate()));
  if (read.kind === 'too-slow') return failedReport(file, [mapping.tooSlow('it was given up while it was parsed')]);
  if (read.kind === 'failed')
    return failedReport(file, [{ kind: read.notice, path: file.path, message: read.message }]);
  const places = new FilePlaces(file.path, read.parsed.text, read.notebook?.cellOfLine);
  const report = mapping.report(read.parsed, places);
  return read.notebook === undefined ? report : { ...report, cells: read.notebook.cells };
}

/** The steps on one file, with what went wrong in them. */
class PythonFileMapping {
  readonly #notices: Notice[] = [];
  readonly #failures: Failure[] = [];
  readonly #deepPlaces: DeepPlace[] = [];
  readonly #rulesRun: string[] = [];
  readonly #facts: Record<string, readonly unknown[]> = {};
  readonly #deadline: number;

  constructor(
    readonly file: FileInput,
    readonly prepared: PreparedRules,
    readonly tools: MapTools,
  ) {
    this.#deadline = tools.now() + tools.limits.maxFileMilliseconds;
  }

  report(source: ParsedModule, places: FilePlaces): FileReport {
    const { path, kind, bytes, requested, isBrief } = this.file;
    this.#noteGaps(source, places);
    const model = buildSemanticModel(path, withoutDirectives(source));
    // Before the rules: what it asks of the model is then no rule's time.
    const summary = isBrief === true ? undefined : this.time('summary', () => this.#summarize(model));
    const found = requested ? this.time('rules', () => this.#sourceFindings(model, places)) : { findings: [] };
    this.time('facts', () => this.#collectFacts(model, places));
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
      ...(isBrief === true && { isBrief }),
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

  #sourceFindings(model: SemanticModel, places: FilePlaces): Pick<FileReport, 'findings' | 'conditions'> {
    const inquiry = this.tools.inquiry?.isAbout(this.file.path) ? this.tools.inquiry : undefined;
    const isAsked = inquiry !== undefined;
    const results = runSourceRules(model, this.prepared, () => this.isTooLate(), this.tools.timing, isAsked);
    if (inquiry !== undefined) inquireRules(results, model, places, inquiry);
    for (const { by, error } of results.failed) this.#failures.push({ rule: by.registered.name, error });
    if (results.tooSlow) this.#noteTooSlow();
    const mapper = new ProblemMapper(model.source, places);
    const findings: MappedFinding[] = [];
    for (const { by, problems, tooDeep } of results.reported) {
      this.#rulesRun.push(by.registered.name);
      for (const node of tooDeep) this.#deepPlaces.push({ rule: by.registered.name, line: places.locate(node).line });
      for (const finding of mapper.findingsOf(by.registered, problems)) findings.push(finding);
    }
    const { questions, conditions } = mapper.conditions;
    return { findings, ...(questions.length > 0 && { conditions: { questions, conditions } }) };
  }

  #proofsOfFacts(): Proof[] | undefined {
    return this.tools.inquiry?.isAbout(this.file.path) ? [] : undefined;
  }

  #inquireFacts(rule: string, look: Look, proofs: readonly Proof[] | undefined, places: FilePlaces): void {
    const { inquiry } = this.tools;
    if (inquiry === undefined || proofs === undefined) return;
    inquiry.see(this.file.path, rule, look);
    takeDown(rule, proofs, places, inquiry);
  }

  #collectFacts(model: SemanticModel, places: FilePlaces): void {
    const skipped = this.prepared.skippedFor(model.context.roles);
    for (const { registered, rule } of this.prepared.project) {
      const isSkipped = skipped.has(rule);
      // Of the rules that gather something: most skip most files, and looking at the clock costs more than that.
      if (!isSkipped && rule.facts !== undefined && this.isTooLate()) {
        this.#noteTooSlow();
        return;
      }
      const start = this.tools.timing?.now() ?? 0;
      try {
        const proofs = this.#proofsOfFacts();
        const facts = isSkipped ? [] : (rule.facts?.(new RuleContext(model, {}, proofs)) ?? []);
        if (facts.length > 0) this.#facts[registered.name] = facts;
        this.#inquireFacts(registered.name, isSkipped ? 'role' : facts.length > 0 ? 'file' : 'project', proofs, places);
        this.#rulesRun.push(registered.name);
      } catch (error) {
        this.#failures.push({ rule: registered.name, error });
      }
      this.tools.timing?.addRule(registered.name, this.tools.timing.now() - start);
    }
  }

  #summarize(model: SemanticModel): ModuleSummary | undefined {
    try {
      return summarizeModule(model, this.tools.parts);
    } catch (error) {
      const message = `what other files may need to know of this one could not be gathered: ${describeFault(error)}`;
      this.#notices.push({ kind: 'rule-failed', path: this.file.path, message });
      this.tools.onFault?.({ rule: 'module summary', error }, this.file.path);
      return undefined;
    }
  }

  isTooLate(): boolean {
    return this.tools.now() > this.#deadline;
  }

  #noteTooSlow(): void {
    if (this.#notices.some(({ kind }) => kind === 'too-slow')) return;
    this.#notices.push(this.tooSlow('rules were left out here'));
  }

  tooSlow(consequence: string): Notice {
    const seconds = this.tools.limits.maxFileMilliseconds / 1000;
    return { kind: 'too-slow', path: this.file.path, message: `took longer than ${seconds} s: ${consequence}` };
  }
}

/** A text that ends in a line break has one line less than its table. */
function countLines({ text }: ParsedModule): number {
  const isLastEmpty = text.lineStart(text.lineCount) >= text.content.length;
  return isLastEmpty ? text.lineCount - 1 : text.lineCount;
}
