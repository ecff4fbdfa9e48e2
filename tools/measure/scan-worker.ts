/** Runs in a process of its own: takes subjects as messages, and answers each with what all rules see of it. */
import { rules } from '../../rules/index.ts';
import { setCompilerFlags } from '../../src/cli/compiler-flags.ts';
import { answerJobs } from '../job-process.ts';
import { type SubjectJob, scanSubject } from './scan-subject.ts';

setCompilerFlags();
answerJobs((job: SubjectJob) => scanSubject(job, rules));
