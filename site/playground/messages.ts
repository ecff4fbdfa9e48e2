/** What the page and the thread that scans say to each other. */
import type { Finding, Notice, Profile } from '../../src/findings/index.ts';

export interface ScanQuestion {
  readonly id: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly profile: Profile;
}

export type ScanAnswer =
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }
  | {
      readonly id: number;
      readonly kind: 'finished';
      readonly findings: readonly Finding[];
      readonly notices: readonly Notice[];
      readonly files: number;
    }
  | { readonly id: number; readonly kind: 'failed'; readonly reason: string };
