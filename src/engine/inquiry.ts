import type { Location, RelatedLocation } from '../findings/index.ts';
import type { Question } from '../project/index.ts';
import type { Witness } from './witness.ts';

/** The place that someone asks about, relative to the root. */
interface InquiredPlace {
  readonly path: string;
  readonly line: number;
  /** Of a notebook; the line counts from its start. */
  readonly cell?: number;
}

/**
 * What a rule had to do with the place: it visits what is on the line, what holds the line, the file or the project as a
 * whole, nothing that is there; or the engine did not show it the file, or it failed there.
 */
export type Look = 'at it' | 'around it' | 'file' | 'project' | 'nothing there' | 'role' | 'mentions' | 'failed';

/** What is on the line. */
export type LineContent = 'code' | 'blank' | 'comment' | 'beyond the end';

/** A proof that silenced a rule, and where it stands. */
export interface FoundProof {
  readonly rule: string;
  readonly at: Location;
  readonly by: string;
  readonly where?: Location;
}

/** What the project said when a rule left a finding to it, which is why there is none. */
export interface FoundAnswer {
  readonly rule: string;
  readonly at: Location;
  readonly message: string;
  readonly question: Question;
  readonly verdict: 'yes' | 'no' | 'unknown';
  readonly evidence: readonly RelatedLocation[];
}

/** A finding names a construct; a mistake is often a line or two beside it. */
const NEAR_LINES = 3;

/**
 * One question about one place. A scan that is given it writes down what it concluded there; no other scan keeps any of this.
 */
export class Inquiry implements Witness {
  readonly looks = new Map<string, Look>();
  readonly proofs: FoundProof[] = [];
  readonly answers: FoundAnswer[] = [];
  /** Undefined where the file was not read. */
  content: LineContent | undefined;
  lineCount = 0;
  /** What the file is for, as rules skip files. */
  roles: readonly string[] = [];

  constructor(readonly place: InquiredPlace) {}

  isAbout(path: string): boolean {
    return path === this.place.path;
  }

  /** The place is one of the lines, or within three of them. */
  isNear({ path, cell, line, endLine }: Omit<Location, 'column' | 'endColumn'>): boolean {
    const { place } = this;
    if (path !== place.path || cell !== place.cell) return false;
    return line - NEAR_LINES <= place.line && place.line <= endLine + NEAR_LINES;
  }

  see(_path: string, rule: string, look: Look): void {
    this.looks.set(rule, look);
  }

  prove(proof: FoundProof): void {
    if (!this.isNear(proof.at) && !(proof.where !== undefined && this.isNear(proof.where))) return;
    const isKnown = this.proofs.some(
      ({ rule, by, at }) => rule === proof.rule && by === proof.by && at.line === proof.at.line,
    );
    if (!isKnown) this.proofs.push(proof);
  }

  answer(answer: FoundAnswer): void {
    if (this.isNear(answer.at)) this.answers.push(answer);
  }
}
