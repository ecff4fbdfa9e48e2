import type { SummaryPlace } from '../summary.ts';

/** `get_store().table("users").select("*").execute()`. */
export interface SummaryClientCall {
  /** As `ObjectTypes.pathOf` writes it. */
  readonly path: string;
  readonly place: SummaryPlace;
  readonly isConditional?: true;
}
