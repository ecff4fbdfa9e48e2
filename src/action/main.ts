/** The program of the action: hands the process to `runStep` and ends with its exit code. */
import { runStep } from './step.ts';

process.exitCode = runStep(process.env);
