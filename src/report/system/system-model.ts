/** What the system is, as the project model sees it: what starts it, what runs, and what that depends on. */
import type { PlaceInReport } from '../audit-report.ts';

export interface SystemModel {
  readonly entries: readonly Entry[];
  readonly services: readonly Service[];
  readonly queues: readonly Queue[];
  readonly stores: readonly Store[];
  readonly images: readonly Image[];
  readonly schedules: readonly Schedule[];
  readonly map: SystemMap;
  readonly imports: ImportPicture;
}

export type EntryKind = 'route' | 'task' | 'worker' | 'command' | 'program';

/** A door into the code. */
export interface Entry extends PlaceInReport {
  readonly kind: EntryKind;
  /** `POST /infer`, the name of a command, a function. */
  readonly name: string;
  readonly component: string;
}

export interface Service extends PlaceInReport {
  readonly name: string;
  readonly from: 'compose' | 'kubernetes' | 'platform';
  readonly image: string | undefined;
  /** The Dockerfile of the repository that it is built from. */
  readonly dockerfile: string | undefined;
  readonly ports: readonly string[];
  readonly replicas: number | undefined;
  readonly dependsOn: readonly string[];
  /** Modules that its command starts. */
  readonly starts: readonly string[];
  /** It is a datastore that is run beside the code. */
  readonly isStore: boolean;
}

export interface Queue {
  readonly name: string;
  readonly broker: string;
  readonly puts: readonly PlaceInReport[];
  readonly takes: readonly PlaceInReport[];
}

export interface Store extends PlaceInReport {
  readonly name: string;
  /** `postgres:16` runs beside the code, or the library by which the code reaches it. */
  readonly seenAs: 'image' | 'library';
  readonly of: string;
  /** Components whose code reaches it. */
  readonly components: readonly string[];
}

export interface Image extends PlaceInReport {
  readonly bases: readonly { readonly written: string; readonly isPinned: boolean }[];
  readonly stages: number;
  readonly user: string | undefined;
  readonly command: string | undefined;
}

export interface Schedule extends PlaceInReport {
  readonly name: string;
  readonly from: 'workflow' | 'cron job' | 'library';
  /** As written. */
  readonly when: string;
}

export type MapNodeKind = 'outside' | 'service' | 'code' | 'queue' | 'store' | 'schedule';

/** A picture of the above: who calls whom. */
export interface SystemMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** Nodes for which there is no room. */
  readonly left: number;
}

export interface MapNode {
  readonly id: string;
  readonly kind: MapNodeKind;
  readonly label: string;
  readonly detail: string;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** Which part of the code imports which. */
export interface ImportPicture {
  /** What a node is. */
  readonly level: 'module' | 'package';
  readonly nodes: readonly ImportNode[];
  readonly edges: readonly ImportArrow[];
  readonly left: number;
  /** Modules that import each other, whatever the picture shows. */
  readonly cycles: readonly ReportedCycle[];
}

export interface ImportNode {
  readonly id: string;
  readonly modules: number;
  readonly weight: number;
}

export interface ImportArrow {
  readonly from: string;
  readonly to: string;
  readonly imports: number;
  readonly isInCycle: boolean;
}

export interface ReportedCycle {
  readonly modules: readonly string[];
  readonly when: 'import-time' | 'lazy';
  readonly steps: readonly (PlaceInReport & { readonly imports: string })[];
}
