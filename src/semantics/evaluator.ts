/** A question that asks further questions: yields what it must know first, is handed the answers, returns its own. */
export type Steps<Question, Answer> = Generator<Question, Answer, Answer>;

/**
 * Answers questions that depend on each other, each once, without recursion: source code nests thousands deep, the call
 * stack does not. A question that comes back to itself is answered `whenCyclic`.
 */
export class Evaluator<Question extends object, Answer> {
  readonly #known = new Map<Question, Answer>();
  readonly #active = new Set<Question>();

  constructor(
    private readonly stepsOf: (question: Question) => Steps<Question, Answer>,
    private readonly whenCyclic: Answer,
  ) {}

  answer(question: Question): Answer {
    // Most questions were asked before.
    const cached = this.#known.get(question);
    if (cached !== undefined) return cached;
    const known = this.#lookUp(question);
    if (known !== undefined) return known.answer;
    const open = [this.#open(question)];
    let reply: Answer = this.whenCyclic;
    for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
      const next = current.steps.next(reply);
      if (next.done === true) {
        reply = next.value;
        this.#known.set(current.question, reply);
        this.#active.delete(current.question);
        open.pop();
        continue;
      }
      const needed = this.#lookUp(next.value);
      if (needed === undefined) open.push(this.#open(next.value));
      else reply = needed.answer;
    }
    return reply;
  }

  #lookUp(question: Question): { readonly answer: Answer } | undefined {
    const answer = this.#known.get(question);
    if (answer !== undefined) return { answer };
    if (this.#active.has(question)) return { answer: this.whenCyclic };
    // Only an answer that is itself undefined gets here twice; the cast narrows `undefined` back to Answer.
    return this.#known.has(question) ? { answer: answer as Answer } : undefined;
  }

  #open(question: Question): { readonly question: Question; readonly steps: Steps<Question, Answer> } {
    this.#active.add(question);
    return { question, steps: this.stepsOf(question) };
  }
}
