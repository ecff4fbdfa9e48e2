import type { FoundProof, Look } from './inquiry.ts';
import type { Witness } from './witness.ts';

/** What the map of one file has to tell a witness. Plain data: it crosses from one thread to another as JSON. */
export interface ObservedFile {
  readonly looks: readonly (readonly [rule: string, look: Look])[];
  readonly proofs: readonly FoundProof[];
}

/** Takes the place of a witness on another thread. */
export class FileWitness implements Witness {
  readonly looks: [string, Look][] = [];
  readonly proofs: FoundProof[] = [];

  isAbout(): boolean {
    return true;
  }

  see(_path: string, rule: string, look: Look): void {
    this.looks.push([rule, look]);
  }

  prove(proof: FoundProof): void {
    this.proofs.push(proof);
  }

  answer(): void {
    // The project answers when all files are mapped, where the witness itself is.
  }
}

/** Tells a witness what was taken down in its place. */
export function replayTo(witness: Witness, path: string, { looks, proofs }: ObservedFile): void {
  for (const [rule, look] of looks) witness.see(path, rule, look);
  for (const proof of proofs) witness.prove(proof);
}
