/** Many repositories: a list of them, a queue of jobs, workers that clone and scan, a store, and a report of what it holds. */
export { makeDoJob } from './check-repository.ts';
export { FleetError } from './fleet-error.ts';
export type { FleetScanOptions } from './job.ts';
export { BullmqQueue } from './queue/bullmq-queue.ts';
export { EmbeddedQueue } from './queue/embedded-queue.ts';
export type { DoJob, JobQueue } from './queue/job-queue.ts';
export { buildFleetReport } from './report/fleet-report.ts';
export { counted, fleetLines, formatFleetCsv, formatFleetJson } from './report/format-fleet.ts';
export { sarifFiles } from './report/sarif-files.ts';
export { readRepositoryList } from './repository-list.ts';
export { type FleetEnd, runFleet, type Settled } from './run-fleet.ts';
export type { FleetStore } from './store/fleet-store.ts';
export { PostgresDatabase } from './store/postgres-database.ts';
export { SqlStore } from './store/sql-store.ts';
export { SqliteDatabase } from './store/sqlite-database.ts';
export { loadSqliteDriver } from './store/sqlite-driver.ts';
export { CLONES_FOLDER, Workspace } from './workspace.ts';
