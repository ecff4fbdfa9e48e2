/** The issue register: a Markdown document that scans and replays keep, and that people edit. */
export { type Acceptance, acceptEntry } from './accept-entry.ts';
export type { RegisterProblem } from './document-sections.ts';
export { emptyRegister } from './empty-register.ts';
export { entriesOf, type Register, type RegisterEntry, type RegisteredPlace, STATUSES, type Status } from './entry.ts';
export { parseRegister } from './parse-register.ts';
export { shownPlace } from './place-text.ts';
export { withoutEscapes } from './plain-markdown.ts';
export { formatEvents, type LogEvent, parseLog } from './register-log.ts';
export { parseReplay } from './replay-schema.ts';
export type { Sighting } from './sighting.ts';
export { sightingsOfReplay } from './sightings-of-replay.ts';
export { sightingsOfScan } from './sightings-of-scan.ts';
export {
  type RegisterChange,
  type RegisterConflict,
  type RegisterUpdate,
  updateRegister,
} from './update-register.ts';
export { writeRegister } from './write-register.ts';
