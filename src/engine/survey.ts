import type { FoundAnswer, FoundProof, Look } from './inquiry.ts';
import type { Witness } from './witness.ts';

/** Questions about many places at once: takes down what a scan concludes in some files, wherever in them. */
export class Survey implements Witness {
  readonly proofs: FoundProof[] = [];
  readonly answers: FoundAnswer[] = [];
  readonly #looks = new Map<string, Map<string, Look>>();

  constructor(readonly paths: ReadonlySet<string>) {}

  isAbout(path: string): boolean {
    return this.paths.has(path);
  }

  /** What each rule that knows the kind of file had to do with it; undefined where the file was not read. */
  looksAt(path: string): ReadonlyMap<string, Look> | undefined {
    return this.#looks.get(path);
  }

  see(path: string, rule: string, look: Look): void {
    const looks = this.#looks.get(path);
    if (looks === undefined) this.#looks.set(path, new Map([[rule, look]]));
    else looks.set(rule, look);
  }

  prove(proof: FoundProof): void {
    if (this.isAbout(proof.at.path)) this.proofs.push(proof);
  }

  answer(answer: FoundAnswer): void {
    if (this.isAbout(answer.at.path)) this.answers.push(answer);
  }
}
