import { workerData } from 'node:worker_threads';
import { serveMapping, type WorkerSetup } from '../../../src/engine/index.ts';
import { faultyRules } from './faulty-rules.ts';

export const map = await serveMapping(faultyRules, workerData as WorkerSetup);
