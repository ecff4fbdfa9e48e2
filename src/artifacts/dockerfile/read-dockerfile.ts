import { type Arg, DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import type { Located, SourceText, Span } from '../../text/index.ts';
import type { Reading, ReadingProblem } from '../reading.ts';
import type { DockerBase, Dockerfile, DockerInstruction, DockerStage } from './dockerfile.ts';
import { InstructionReader } from './read-instruction.ts';
import { DockerVariables, MAX_FILLED } from './variables.ts';

type Parsed = ReturnType<typeof DockerfileParser.parse>;
type Range = NonNullable<ReturnType<Instruction['getRange']>>;

/** Reads a Dockerfile. Templates of other tools that make one are none. */
export function readDockerfile(text: SourceText): Reading<Dockerfile> {
  if (text.content.length > MAX_LENGTH) {
    return {
      artifact: undefined,
      comments: [],
      problems: [{ message: 'is too long for a Dockerfile: not read', isLimit: true }],
    };
  }
  if (/\{%|\{\{/.test(text.content)) return { artifact: undefined, comments: [], problems: [] };
  return new DockerfileReader(text).read();
}

/** No file that people write is as long, and to look up a variable the parser goes through all instructions. */
const MAX_LENGTH = 100_000;

const TOO_LONG_FILLED: ReadingProblem = {
  message: `has strings of more than ${MAX_FILLED} characters after variable expansion, which stay unexpanded`,
  isLimit: true,
};

/** Only arguments before the first FROM are known to one. */
function defaultsOf(parsed: Parsed): DockerVariables {
  const defaults = new DockerVariables();
  // Before the first FROM, dockerfile-ast gathers instances of Arg alone.
  for (const argument of parsed.getInitialARGs() as Arg[]) {
    const property = argument.getProperty();
    const value = property?.getValue();
    if (property != null && value != null) defaults.declare('arg', property.getName(), defaults.fill(value));
  }
  return defaults;
}

/** Offsets and values of what dockerfile-ast found by line and character. */
class DockerfileReader {
  readonly #parsed: Parsed;
  readonly #problems: ReadingProblem[] = [];
  readonly #stages: DockerStage[] = [];
  /** Of the stages with a name. */
  readonly #indexes = new Map<string, number>();
  readonly #defaults: DockerVariables;
  #isCut = false;

  constructor(readonly text: SourceText) {
    // In a comment that the file ends with, without a line break, the parser begins again at every mark.
    this.#parsed = DockerfileParser.parse(`${text.content}\n`);
    this.#defaults = defaultsOf(this.#parsed);
  }

  read(): Reading<Dockerfile> {
    const instructions = this.#parsed.getInstructions();
    const starts = instructions.flatMap((instruction, index) => (instruction.getKeyword() === 'FROM' ? index : []));
    for (const [index, start] of starts.entries()) {
      const end = starts[index + 1] ?? instructions.length;
      const stage = this.#stage(instructions[start] as From, instructions.slice(start + 1, end));
      // Of two stages of one name the first is meant.
      if (stage.name !== undefined && !this.#indexes.has(stage.name.value))
        this.#indexes.set(stage.name.value, this.#stages.length);
      this.#stages.push(stage);
    }
    if (this.#isCut || this.#defaults.isCut) this.#problems.push(TOO_LONG_FILLED);
    if (this.#stages.length === 0) this.#problems.push({ message: 'is not a Dockerfile: it has no FROM' });
    const comments = this.#comments();
    const cannotBeBuilt = instructions.some((instruction) => !/[a-z]/i.test(instruction.getInstruction()));
    const broken = cannotBeBuilt ? { cannotBeBuilt: true as const } : {};
    const remarks = this.#remarks(comments);
    return {
      artifact: this.#stages.length > 0 ? { stages: this.#stages, remarks, ...broken } : undefined,
      comments,
      problems: this.#problems,
    };
  }

  #stage(from: From, instructions: readonly Instruction[]): DockerStage {
    const name = this.#located(from.getBuildStage()?.toLowerCase(), from.getBuildStageRange());
    const span = this.#span(from.getRange());
    return {
      ...(name !== undefined && { name }),
      base: this.#base(from),
      instructions: this.#instructions(instructions),
      span: {
        start: span.start,
        end: instructions.reduce((end, each) => Math.max(end, this.#span(each.getRange()).end), span.end),
      },
    };
  }

  #base(from: From): DockerBase {
    const written = from.getImage() ?? '';
    const span = this.#span(from.getImageRange() ?? from.getRange());
    const image = this.#defaults.fill(written);
    const index = this.#indexes.get(image.toLowerCase());
    if (index !== undefined) return { kind: 'stage', index, written, span };
    if (image === 'scratch') return { kind: 'scratch', written, span };
    const match = /^(?<name>(?:[^:@/]+(?::\d+)?\/)?[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>.+))?$/.exec(image);
    const { name, tag, digest } = match?.groups ?? {};
    if (name === undefined || image.includes('$')) return { kind: 'unknown', written, span };
    return {
      kind: 'image',
      name,
      ...(tag !== undefined && { tag }),
      ...(digest !== undefined && { digest }),
      written,
      span,
    };
  }

  #instructions(instructions: readonly Instruction[]): DockerInstruction[] {
    let workdir: string | undefined;
    const variables = new DockerVariables(this.#defaults);
    const read = instructions.flatMap((instruction) => {
      const known = new InstructionReader(this.text, instruction, variables, (range) => this.#span(range)).read();
      if (known === undefined) {
        this.#problems.push({
          message: `has a line that is not an instruction: \`${instruction.getInstruction().slice(0, 40)}\``,
          span: this.#span(instruction.getInstructionRange()),
        });
        return [];
      }
      const placed: DockerInstruction = { ...known, ...(workdir !== undefined && { workdir }) };
      if (known.kind === 'workdir') workdir = changedFolder(workdir, known.value.value);
      if (known.kind === 'env' || known.kind === 'arg')
        for (const { name, value } of known.variables) variables.declare(known.kind, name, value);
      return [placed];
    });
    this.#isCut ||= variables.isCut;
    return read;
  }

  #comments(): Located<string>[] {
    return this.#parsed.getComments().map((comment) => {
      const span = this.#span(comment.getRange());
      return { value: this.text.slice(span), span };
    });
  }

  #remarks(comments: readonly Located<string>[]): Located<string>[] {
    const remarks: Located<string>[] = [];
    for (const { value, span } of comments) {
      const text = value.replace(/^#+\s*/, '').trim();
      const before = remarks.at(-1);
      const isBelow =
        before !== undefined &&
        /^[^\S\n]*\n[^\S\n]*$/.test(this.text.slice({ start: before.span.end, end: span.start }));
      if (isBelow)
        remarks[remarks.length - 1] = { value: `${before.value} ${text}`, span: { ...before.span, end: span.end } };
      else remarks.push({ value: text, span });
    }
    return remarks;
  }

  #located(value: string | undefined, range: Range | null): Located<string> | undefined {
    return value === undefined || range === null ? undefined : { value, span: this.#span(range) };
  }

  #span(range: Range | null): Span {
    if (range === null) return { start: 0, end: 0 };
    const { start, end } = range;
    return {
      start: this.text.lineStart(start.line + 1) + start.character,
      end: this.text.lineStart(end.line + 1) + end.character,
    };
  }
}

function changedFolder(workdir: string | undefined, target: string): string | undefined {
  if (target.includes('$')) return undefined;
  if (target.startsWith('/')) return target;
  return workdir === undefined ? undefined : `${workdir.replace(/\/$/, '')}/${target}`;
}
