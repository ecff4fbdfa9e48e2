import * as z from 'zod/mini';
import { PROFILES } from '../../config/choices.ts';
import { UsageError } from '../usage-error.ts';
import type { AllowedRoots } from './allowed-roots.ts';

/** One run of the command line for a tool. */
export interface ToolRun {
  /** Where the command runs: what it prints of paths is relative to this. */
  readonly cwd: string;
  readonly argv: readonly string[];
}

interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodMiniObject;
}

const described = <T extends z.ZodMiniType>(schema: T, description: string): T => schema.register(z.globalRegistry, { description }) as T;

const PATH = z.string().check(z.minLength(1), z.regex(/^[^\0]*$/));
const RULE = z.string().check(z.regex(/^[a-z][a-z0-9-]*$/, 'a rule is named as `explain` names it: `bare-except`'));
const root = z.optional(described(PATH, 'Folder of the repository; needed where the server was given several'));
const offset = z.optional(described(z.int().check(z.nonnegative()), 'Where to go on in an answer that was cut'));
const paths = z.optional(described(z.array(PATH).check(z.maxLength(100)), 'Files and folders, relative to the root; all of it unless given'));
const rules = z.optional(described(z.array(RULE).check(z.minLength(1)), 'Only these rules'));

const INPUTS = {
  scan: z.strictObject({
    root,
    paths,
    rules,
    profile: z.optional(described(z.enum(PROFILES), '`default` is for everybody, `strict` adds what a guess holds back')),
    offset,
  }),
  why: z.strictObject({
    root,
    path: described(PATH, 'The file, relative to the root'),
    line: described(z.int().check(z.positive()), 'From 1'),
    rule: z.optional(described(RULE, 'Only this rule, also where the configuration leaves it out')),
    offset,
  }),
  explain: z.strictObject({ rule: RULE, offset }),
  replay: z.strictObject({
    root,
    document: described(PATH, 'The written audit, relative to the root: Markdown, SARIF, JSON or CSV'),
    at: z.optional(described(z.string().check(z.regex(/^[^-\s][^\s]*$/)), 'Look at this commit instead of the files on the disk')),
    history: z.optional(described(z.boolean(), 'Also find the commit in which a claim went away')),
    offset,
  }),
  preview_fix: z.strictObject({
    root,
    paths,
    rules,
    line: z.optional(described(z.int().check(z.positive()), 'Only findings on this line')),
    offset,
  }),
};
