import type {
  Arg,
  Argument,
  Copy,
  Healthcheck,
  Instruction,
  ModifiableInstruction,
  PropertyInstruction,
  Run,
} from 'dockerfile-ast';
import { type Located, type MappedText, mapPlain, type SourceText, type Span } from '../../text/index.ts';
import { readExec, readShell, type ShellDialect } from '../shell/index.ts';
import type { DockerCommand, DockerInstruction, DockerMount, DockerVariable } from './dockerfile.ts';
import { execWords, instructionText } from './instruction-text.ts';
import type { DockerVariables } from './variables.ts';

type Range = NonNullable<ReturnType<Instruction['getRange']>>;

/** Docker's default shell goes on after failures inside a RUN. */
const DEFAULT_SHELL: ShellDialect = { stopsAtFailure: false, hasPipefail: false };

const OTHER_INTERPRETER = /^\s*#!(?![^\n]*\b(?:ba|da|a|z)?sh\b)/;

/** Reads one instruction of dockerfile-ast to one of ours. */
export class InstructionReader {
  constructor(
    readonly text: SourceText,
    readonly instruction: Instruction,
    readonly variables: DockerVariables,
    readonly spanOf: (range: Range | null) => Span,
  ) {}

  /** Undefined for what is no instruction of Docker's. */
  read(): DockerInstruction | undefined {
    const span = this.spanOf(this.instruction.getRange());
    const keyword = this.instruction.getKeyword();
    switch (keyword) {
      case 'RUN':
        return { kind: 'run', span, mounts: this.#mounts(), ...this.#run() };
      case 'CMD':
      case 'ENTRYPOINT':
        return { kind: keyword === 'CMD' ? 'cmd' : 'entrypoint', span, ...this.#command(this.#argumentsText()) };
      case 'HEALTHCHECK':
        return this.#healthcheck(span);
      case 'COPY':
      case 'ADD':
        return this.#copy(keyword === 'COPY' ? 'copy' : 'add', span);
      case 'ENV':
      case 'LABEL':
      case 'ARG':
        return {
          kind: keyword === 'ENV' ? 'env' : keyword === 'ARG' ? 'arg' : 'label',
          span,
          variables: this.#variables(),
        };
      default:
        return this.#plain(keyword, span);
    }
  }

  #plain(keyword: string, span: Span): DockerInstruction | undefined {
    const values = this.instruction.getArguments().map((argument) => this.#located(argument));
    const whole = { value: values.map(({ value }) => value).join(' '), span: values[0]?.span ?? span };
    switch (keyword) {
      case 'USER':
      case 'WORKDIR':
      case 'STOPSIGNAL':
        return {
          kind: keyword === 'USER' ? 'user' : keyword === 'WORKDIR' ? 'workdir' : 'stopsignal',
          span,
          value: whole,
        };
      case 'EXPOSE':
      case 'VOLUME':
        return {
          kind: keyword === 'EXPOSE' ? 'expose' : 'volume',
          span,
          values: execWords(this.#argumentsText()) ?? values,
        };
      case 'SHELL':
        return { kind: 'shell', span, words: execWords(this.#argumentsText()) ?? [] };
      case 'ONBUILD':
      case 'MAINTAINER':
        return { kind: 'onbuild', span };
      default:
        return undefined;
    }
  }

  #run(): DockerCommand {
    const text = this.#argumentsText();
    // dockerfile-ast makes a Run of every RUN.
    const [heredoc] = (this.instruction as Run).getHeredocs();
    const content = heredoc?.getContentRange();
    // `RUN <<EOF`: the document is the script, of whatever its first line names; behind a program it is its input.
    if (content != null && /^\s*<<-?\s*["']?\w+["']?\s*$/.test(text.content.split('\n', 1)[0] ?? '')) {
      const span = this.spanOf(content);
      const document = this.text.slice(span);
      const script = OTHER_INTERPRETER.test(document)
        ? { commands: [], isBroken: false }
        : readShell(mapPlain(document, span.start), DEFAULT_SHELL);
      return { form: 'shell', script, words: [] };
    }
    return this.#command(text);
  }

  #mounts(): DockerMount[] {
    // dockerfile-ast makes a Run, which may have flags, of every RUN.
    const flags = (this.instruction as Run).getFlags().filter((flag) => flag.getName() === 'mount');
    return flags.map((flag) => {
      const parts = (flag.getValue() ?? '').split(',').map((part) => {
        const [, key = '', value = ''] = /^([^=]*)(?:=([\s\S]*))?$/.exec(part) ?? [];
        return [key.trim().toLowerCase(), this.variables.fill(value)] as const;
      });
      const part = (...keys: string[]) => parts.find(([key]) => keys.includes(key))?.[1];
      const [from, source, target] = [part('from'), part('source', 'src'), part('target', 'dst', 'destination')];
      return {
        type: part('type') ?? 'bind',
        ...(from !== undefined && { from }),
        ...(source !== undefined && { source }),
        ...(target !== undefined && { target }),
        span: this.spanOf(flag.getRange()),
      };
    });
  }

  #command(text: MappedText): DockerCommand {
    const words = execWords(text);
    if (words !== undefined) return { form: 'exec', script: readExec(words), words };
    return { form: 'shell', script: readShell(text, DEFAULT_SHELL), words: [] };
  }

  #healthcheck(span: Span): DockerInstruction {
    // dockerfile-ast makes a Healthcheck of every HEALTHCHECK.
    const subcommand = (this.instruction as Healthcheck).getSubcommand();
    if (subcommand?.getValue().toUpperCase() !== 'CMD') return { kind: 'no-healthcheck', span };
    const start = this.spanOf(subcommand.getRange()).end;
    return { kind: 'healthcheck', span, ...this.#command(instructionText(this.text, { start, end: span.end })) };
  }

  #copy(kind: 'copy' | 'add', span: Span): DockerInstruction {
    // dockerfile-ast makes a Copy of every COPY and a kind of it of every ADD.
    const copy = this.instruction as Copy;
    const flag = copy.getFlags().find((each) => each.getName() === 'from');
    const value = flag?.getValue();
    // dockerfile-ast counts the text of here-documents among the arguments.
    const documents = copy
      .getHeredocs()
      .map((each) => this.spanOf(each.getContentRange() ?? each.getDelimiterRange()).start);
    const end = Math.min(...documents.filter((start) => start > 0), span.end);
    const all = execWords(this.#argumentsText()) ?? copy.getArguments().map((argument) => this.#located(argument));
    const words = all.filter((word) => word.span.start < end);
    const paths = words.map((word) => ({ ...word, value: this.variables.fill(word.value) }));
    const destination = paths.at(-1);
    return {
      kind,
      span,
      ...(flag !== undefined &&
        value != null && { from: { value: this.variables.fill(value), span: this.spanOf(flag.getValueRange()) } }),
      sources: paths.slice(0, -1).filter(({ value: path }) => !path.startsWith('<<')),
      ...(destination !== undefined && { destination }),
    };
  }

  #variables(): DockerVariable[] {
    // dockerfile-ast makes a PropertyInstruction of ENV, LABEL and ARG; an ARG has one property.
    const properties =
      this.instruction.getKeyword() === 'ARG'
        ? [(this.instruction as Arg).getProperty()].flatMap((property) => property ?? [])
        : (this.instruction as PropertyInstruction).getProperties();
    return properties.map((property) => {
      const value = property.getValue();
      const span = this.spanOf(property.getRange());
      return { name: property.getName(), ...(value !== null && { value: this.variables.fill(value) }), span };
    });
  }

  /** What is behind the keyword and its flags. */
  #argumentsText(): MappedText {
    const { end } = this.spanOf(this.instruction.getRange());
    const flags = 'getFlags' in this.instruction ? (this.instruction as ModifiableInstruction).getFlags() : [];
    const last = flags.at(-1)?.getRange() ?? this.instruction.getInstructionRange();
    return instructionText(this.text, { start: this.spanOf(last).end, end });
  }

  #located(argument: Argument): Located<string> {
    return { value: this.variables.fill(argument.getValue()), span: this.spanOf(argument.getRange()) };
  }
}
