/** Questions that a rule asks of the whole project about a finding it made in one file. Plain JSON. */
import type { DoubtId, Harm, RelatedLocation } from '../findings/index.ts';
import type { CarriedAs, Through } from '../semantics/index.ts';

/** What may be asked. Functions and classes are named in full (`pkg.module.function`). */
export type Question =
  /** Do threads run this function: thread target, executor job, sync route or sync dependency, handler or actor of a pool, or called from one (depth three)? */
  | { readonly kind: 'runs-in-threads'; readonly function: string }
  /**
   * Does a coroutine function of the project call this synchronous one on its own thread (itself or through synchronous
   * functions, to depth three)? No where the function, or one on the way, asks whether a loop runs.
   */
  | { readonly kind: 'called-from-async'; readonly function: string }
  /** Is the function reached from a route, a thread, a task, a worker loop or a command (depth three)? */
  | { readonly kind: 'reached-from'; readonly function: string; readonly entries: readonly ReachEntry[] }
  /** Is an instance of this class kept for the life of a server: module level, application state, singleton getter, attribute of such a class? */
  | { readonly kind: 'long-lived'; readonly class: string }
  /**
   * Does the program that the file is of authenticate the caller: a hook before all routes, or at least half of the routes that are seen? With
   * `bySecret`: such a hook, which refuses anyone who does not send a secret that the program holds.
   */
  | { readonly kind: 'asks-who-comes'; readonly from: string; readonly bySecret?: true }
  /** Does the project serve requests or run workers at all? */
  | { readonly kind: 'is-service' }
  /**
   * What the coroutine of the project that a name (as for `is-coroutine`) leads to does, whichever class overrides it: can it
   * wait at all (`suspends`), does it or what it calls, to depth three, go round until someone ends it (`runs-on`) or something fails
   * (`runs-until-failure`), does it take every failure of what it does itself, so that none is lost (`ends-failures`)?
   */
  | {
      readonly kind: 'coroutine';
      readonly function: string;
      readonly from: string;
      readonly does: 'suspends' | 'runs-on' | 'runs-until-failure' | 'ends-failures';
    }
  /**
   * Does this project function block (where `always` is asked, by a call that is on a main path: `itself`, or with all calls
   * on the way to it, `throughout`; by a database alone, or by anything but one, where `by` says so; itself or, to this depth of
   * calls, three where none is given, what it calls)? The evidence names the call. With `from`, the function may be named by a
   * way, as for `is-coroutine`. `by: 'work'` asks whether it keeps its thread busy instead; of a generator or a context nothing runs
   * where it is only called, unless the caller consumes it. `own-loop`: it waits for what a loop has to run that it was given.
   */
  | {
      readonly kind: 'blocks';
      readonly function: string;
      readonly from?: string;
      readonly depth?: number;
      readonly always?: 'itself' | 'throughout';
      readonly by?:
        | 'database'
        | 'other-than-database'
        | 'longer-than-moment'
        | 'language-model'
        | 'work'
        | 'lengthy-work'
        | 'slow-hash'
        | 'password-hash'
        | 'own-loop';
      readonly isConsumed?: boolean;
      /** The way is that to an attribute which is read: the function is a property. */
      readonly isRead?: boolean;
    }
  /**
   * Does the function of the project that a name (as for `is-coroutine`) leads to reach a file, a server or a database, itself
   * or by what it calls (depth three)? Its failure then says more than the code. With `isUnreported`: itself, and does it take what fails of it?
   * With `isKept`, does it end or tell all that fails of what it does, wherever that reaches? `throughout`: do it and what it calls where
   * they reach outside?
   */
  | {
      readonly kind: 'reaches-outside';
      readonly function: string;
      readonly from: string;
      readonly isUnreported?: true;
      readonly isKept?: true | 'throughout';
    }
  /** Does this project function call one of these (qualified names), itself or by a synchronous function of the project that it calls? */
  | { readonly kind: 'calls-any'; readonly function: string; readonly names: readonly string[] }
  /** Does a function of other production code, or a program of it (or any module while it is imported), call one of these (qualified names)? */
  | {
      readonly kind: 'called-elsewhere';
      readonly module: string;
      readonly names: readonly string[];
      readonly orAtImport?: true;
    }
  /** Do all calls of production code (those of the file `besides` aside), or none, give this parameter of a function or field of a class (`position` as below)? Unknown where not all are seen. */
  | {
      readonly kind: 'is-given';
      readonly to: string;
      readonly parameter: string;
      readonly position?: number;
      readonly besides?: string;
    }
  /** Does other production code that is no script import the module? */
  | { readonly kind: 'is-imported'; readonly module: string }
  /** Does another module of the project, a test too, take this name from the module at the path: by an import of it or of all, or as an attribute of the module? */
  | { readonly kind: 'name-taken'; readonly path: string; readonly name: string }
  /**
   * Does a command of the repository (an image, a workflow, a make target, a script), or a program that it installs, start the module?
   * `asProgram` leaves out servers, which import it.
   */
  | { readonly kind: 'is-started'; readonly module: string; readonly asProgram?: true }
  /** Is the module part of what the project packages? */
  | { readonly kind: 'is-packaged'; readonly module: string }
  /**
   * Does any file read (store) an attribute of this name, or may one through `vars()`, `__dict__`, `getattr`? With `around`
   * (a module) such reading without the name counts only in files that import the module or are imported by it.
   */
  | { readonly kind: 'attribute-read'; readonly attribute: string; readonly around?: string }
  | { readonly kind: 'attribute-stored'; readonly attribute: string }
  /** Does the class named (possibly of another module) have state: attributes it mutates after construction, or random/secret content? */
  | { readonly kind: 'is-stateful-class'; readonly class: string }
  /** Does defining the class tell the metadata of SQLAlchemy of a table? */
  | { readonly kind: 'declares-table'; readonly class: string }
  /** Does a class of the project let no text of anybody's through this field: a number, a pattern, a validator that refuses? */
  | { readonly kind: 'field-checked'; readonly class: string; readonly field?: string }
  /**
   * Does a version below `version` satisfy all that the lists of the nearest folder above `from` require of the distribution?
   * Unpinned counts as yes, undeclared where other requirements of the file `from` are declared. Where `asLocked` is asked, the
   * version in the nearest lock file above is the one that counts.
   */
  | {
      readonly kind: 'allows-version-below';
      readonly distribution: string;
      readonly version: string;
      readonly from: string;
      readonly asLocked?: true;
    }
  /** Does a version from `version` on satisfy all that these lists require? Unpinned counts as yes; undeclared is unknown; `asLocked` as above. */
  | {
      readonly kind: 'allows-version-from';
      readonly distribution: string;
      readonly version: string;
      readonly from: string;
      readonly asLocked?: true;
    }
  /** Does the file (without one: all code) ask through SQLAlchemy, whose engines all ask a file of their process? */
  | { readonly kind: 'asks-file'; readonly from?: string }
  /**
   * Does code of the project put untrusted input into a field of this name of a record that it makes or stores: `Hook(url=…)`,
   * `Hook.objects.create(url=…)`? By the name of the field alone.
   */
  | { readonly kind: 'stores-untrusted-input'; readonly field: string }
  /**
   * Does code of another module give this parameter (`position` counts without the object) of a function untrusted input:
   * the client of a route, the user of a bot, another machine? Unknown where a guess speaks against it.
   */
  | {
      readonly kind: 'given-untrusted-input';
      readonly function: string;
      readonly parameter: string;
      readonly position: number;
      /**
       * What is one segment of the path of a route counts as a guess. Where the path is what comes `alone`, so does what the caller puts
       * nothing before; `joined` is what the function itself puts behind something.
       */
      readonly asPath?: 'joined' | 'alone';
      /** The attribute that the function takes of it: of a body that is handed over whole its class says what that may hold. */
      readonly part?: string;
      /** Only a mapping counts whose keys are untrusted. */
      readonly asKeys?: true;
      /** What is behind the host of an address does not count. */
      readonly asHost?: true;
    }
  /**
   * Is what this way (as for `is-coroutine`) leads to bound to one of these values, once and for all; with `orDefault`, or where
   * nobody configures another? Unknown where it is no plain constant.
   */
  | {
      readonly kind: 'holds-value';
      readonly path: string;
      readonly from: string;
      readonly values: readonly (number | boolean | string | null)[];
      readonly orDefault?: true;
    }
  /** Does this way (as for `is-coroutine`) lead to one of these methods of libraries (qualified names), by an object that a module of the project holds or gives? */
  | { readonly kind: 'is-foreign-method'; readonly path: string; readonly from: string; readonly of: readonly string[] }
  /** Does a route of the project answer with what this function gives, be it through functions in between (three calls)? */
  | { readonly kind: 'result-answered'; readonly function: string }
  /**
   * Does the function of the project that an access path leads to give what it is given for this parameter on, so that it may still be used as
   * this? Unknown where a guess speaks against it, or what the function gives is not seen.
   */
  | (Through & { readonly kind: 'carries'; readonly from: string; readonly as: CarriedAs })
  /**
   * Can the function of the project that a name (or, with `from`, a way) leads to answer 401 or 403, or prove who asks: itself, by what it
   * depends on or is decorated with, or by what it calls? Unknown where something on the way is not seen and is called like that.
   */
  | { readonly kind: 'can-refuse'; readonly function: string; readonly from?: string }
  /** Does a module that imports this one, by whatever way, import what makes a bot of a program? */
  | { readonly kind: 'serves-bot'; readonly module: string }
  /** What one rule asks, or several of one category, which answer it themselves. `says` is the end of "the project was asked whether …". */
  | { readonly kind: 'own'; readonly name: string; readonly about: unknown; readonly says: string }
  | { readonly kind: 'not'; readonly of: Question }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Question[] };

/** A question of one kind. */
export type QuestionOf<K extends Question['kind']> = Extract<Question, { readonly kind: K }>;

/** What runs a function from outside of the program. */
export type ReachEntry = 'route' | 'thread' | 'task' | 'worker-loop' | 'command';

/** What the project says to a question. */
export interface Answer {
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** Places that prove a yes; they become related locations of the finding. */
  readonly evidence: readonly RelatedLocation[];
}

/** What becomes of a finding under one answer; a condition asks on. */
export type Grade =
  | 'keep'
  | 'drop'
  | Condition
  | {
      readonly harm?: Harm;
      readonly kind?: string | undefined;
      readonly doubt?: DoubtId | undefined;
      readonly message?: string;
    };

/** A condition on a finding, answered in the reduce. */
export interface Condition {
  readonly question: Question;
  readonly yes: Grade;
  readonly no: Grade;
  readonly unknown: Grade;
}
