import type { ProjectModel } from '../project/index.ts';
import type { FileReport } from './file-report.ts';
import type { FoundAnswer, FoundProof, Look } from './inquiry.ts';

/** Takes down what a scan concludes, of one place or of whole files; no other scan keeps any of it. */
export interface Witness {
  /** Whether it wants to know what the rules make of the file. */
  isAbout(path: string): boolean;
  see(path: string, rule: string, look: Look): void;
  prove(proof: FoundProof): void;
  answer(answer: FoundAnswer): void;
  /** Anyone who has this is given all parts of the project, and the files that were asked for, when the rules are done. */
  take?(project: ProjectModel, requested: readonly FileReport[]): void;
}
