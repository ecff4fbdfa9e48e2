/** The script of a worker thread, a bundle of its own: maps files for a scan of the command line. */
import { workerData } from 'node:worker_threads';
import { serveMapping, type WorkerSetup } from '../engine/index.ts';
import { rules } from './registry.ts';

// Whoever starts a worker gives it this. Flags of V8 hold for the whole process.
export const map = serveMapping(rules, workerData as WorkerSetup);
