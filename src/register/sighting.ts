/** What an update knows of one issue as it is today, wherever it learned it: a scan or a replay. */
import type { Severity } from '../findings/index.ts';
import type { Markdown, RegisterEntry, RegisteredPlace } from './entry.ts';

export type Standing =
  | { readonly kind: 'fires' }
  /** It is there, and the scan does not show it: never new, never gone. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'gone'; readonly fixedIn: string | undefined }
  | { readonly kind: 'undecided' };

export interface Sighting {
  readonly standing: Standing;
  /** Of the id that it is given where it is new: `STATE`. */
  readonly prefix: string;
  /** The id that an audit gives it. */
  readonly wishedId?: string | undefined;
  readonly title: Markdown;
  readonly severity: Severity;
  readonly rule: string | undefined;
  readonly claim: RegisterEntry['claim'];
  /** The worst first. */
  readonly places: readonly RegisteredPlace[];
  readonly symptom: Markdown;
  /** Reads code, so it is asked only where it is written. */
  cause(): Markdown;
  readonly fix: Markdown;
  /** What a new entry starts with beside that, where someone has said it already. */
  readonly stated?: Partial<Pick<RegisterEntry, 'status' | 'owner' | 'fixedIn' | 'reason'>>;
}
