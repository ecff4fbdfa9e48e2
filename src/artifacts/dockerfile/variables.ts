/** Values of one text that variables may put in, all together: arguments made of arguments, thirty times doubled, would fill the memory. */
export const MAX_FILLED = 4096;

/** What is known of some name; null: declared without a value. */
type VariableLookup = (name: string) => string | null | undefined;

/**
 * The build arguments and the environment of a stage, instruction by instruction. As Docker has it, a value is filled in where it is
 * set, so that one that names itself (`PATH=$PATH:/app`) adds to the one before.
 */
export class DockerVariables {
  readonly #environment = new Map<string, string | null>();
  readonly #arguments = new Map<string, string | null>();
  #isCut = false;

  /** `defaults` are the arguments before the first FROM, which hold for those that a stage declares without a value. */
  constructor(readonly defaults?: DockerVariables) {}

  /** Whether some text stayed as it is written because filled in it would be too long. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** `value` is filled in already. */
  declare(kind: 'env' | 'arg', name: string, value: string | undefined): void {
    (kind === 'env' ? this.#environment : this.#arguments).set(name, value ?? null);
  }

  /** Fills in `$X`, `${X}`, `${X:-default}` and `${X:+other}`; what is not known stays as it is written. */
  fill(written: string): string {
    const { text, isCut } = fillIn(written, (name) => this.#valueOf(name));
    this.#isCut ||= isCut;
    return text;
  }

  /** The environment hides an argument of its name. */
  #valueOf(name: string): string | null | undefined {
    const own = this.#environment.has(name) ? this.#environment.get(name) : this.#arguments.get(name);
    if (own !== null || this.defaults === undefined) return own;
    return this.defaults.#valueOf(name);
  }
}

const VARIABLE = /\\\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::([-+])([^}]{0,500}))?\})/g;

function fillIn(written: string, lookup: VariableLookup): { readonly text: string; readonly isCut: boolean } {
  let room = MAX_FILLED;
  const bounded = (filled: string, whole: string): string => {
    room -= filled.length;
    return room < 0 ? whole : filled;
  };
  const filled = (word: string): string => fillIn(word, lookup).text;
  const text = written.replace(
    VARIABLE,
    (whole, plain: string | undefined, braced: string | undefined, operator: string | undefined, word: string) => {
      const name = plain ?? braced;
      if (name === undefined) return '$';
      const value = lookup(name) ?? undefined;
      if (operator === '+') return value === undefined || value === '' ? '' : bounded(filled(word), whole);
      if (value !== undefined && value !== '') return bounded(value, whole);
      return operator === '-' ? bounded(filled(word), whole) : whole;
    },
  );
  return { text, isCut: room < 0 };
}
