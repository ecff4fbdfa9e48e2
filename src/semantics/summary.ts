/** What one Python file tells the rest of the project. Plain JSON: it crosses from map to reduce, to caches and shards. */
import type { FileRole } from './context.ts';
import type { SummaryNox } from './nox.ts';
import type { SummaryAddedModule } from './summary/added-modules-summary.ts';
import type { SummaryBranch } from './summary/branches-summary.ts';
import type { SummaryCarried, Through } from './summary/carried-summary.ts';
import type { SummaryClientCall } from './summary/client-calls-summary.ts';
import type { SummaryField } from './summary/fields-summary.ts';
import type { SummaryQueueCall, SummaryQueueText, SummaryQueueUse } from './summary/queues-summary.ts';
import type { SummaryRouting } from './summary/routes-summary.ts';
import type { SummarySetup } from './summary/setup-summary.ts';

export type { SummaryAddedModule } from './summary/added-modules-summary.ts';
export type { CarriedAs, SummaryCarried, Through } from './summary/carried-summary.ts';
export type { SummaryField } from './summary/fields-summary.ts';
export type {
  SummaryQueueCall,
  SummaryQueueName,
  SummaryQueueText,
  SummaryQueueUse,
} from './summary/queues-summary.ts';
export type { SummaryRoute, SummaryRouting } from './summary/routes-summary.ts';
export type { SetupEntryPoint, SetupPackages, SetupRequirement, SummarySetup } from './summary/setup-summary.ts';

/** A place in the summarised file; lines and columns from 1. */
export interface SummaryPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** First and last line of a definition, its decorators among them. */
export type SummaryLines = readonly [first: number, last: number];

export interface ModuleSummary {
  readonly path: string;
  /** Dotted name by place in the repository; other names a source root may give it are the project's to know. */
  readonly module: string;
  readonly isPackage: boolean;
  readonly role: FileRole;
  /** All that hold at once, `role` first. */
  readonly roles: readonly FileRole[];
  /** Of production code that its place, name or top calls other people's or a program's. */
  readonly foreign?: 'vendored' | 'generated';
  readonly isEntryPoint: boolean;
  /** Its first line has Python 2 run it. */
  readonly isPython2?: true;
  /** Names bound at module level, with what they are. */
  readonly names: Readonly<Record<string, SummaryName>>;
  /** `__all__` where it is a constant; undefined when absent or computed. */
  readonly all: readonly string[] | undefined;
  /** `__getattr__`, `globals()[…]`, `exec`, `__path__` or `sys.modules` touched: names may exist that are not listed. Star imports are in `imports`. */
  readonly hasDynamicNames: boolean;
  /** The names are dynamic for what could not be read alone, and it holds these words. */
  readonly unreadWords?: readonly string[];
  readonly imports: readonly SummaryImport[];
  /** Entries that it makes in `sys.modules`, its own aside. */
  readonly addsModules?: readonly SummaryAddedModule[];
  /** Folders that it puts on `sys.path`, from the repository's root, which is `''`; in source order, `?` for one that is not seen. */
  readonly addsFolders?: readonly string[];
  readonly functions: readonly SummaryFunction[];
  /** What module-level code (class bodies, decorators and defaults included) calls, starts and constructs. */
  readonly body: SummaryBody;
  /** Of that, what runs only where the file is run as a program: where it stands, and what is called there and nowhere else. */
  readonly main?: { readonly lines: readonly SummaryLines[]; readonly calls: readonly string[] };
  readonly branches?: readonly SummaryBranch[];
  readonly classes: readonly SummaryClass[];
  /** Attribute names read or stored on anything, `vars()`/`__dict__`/`getattr(x, variable)` as '*'. */
  readonly attributeReads: readonly string[];
  readonly attributeStores: readonly string[];
  /** Dotted paths in whose place a test puts something else, as texts give them. */
  readonly replaces?: readonly string[];
  /** The file makes the application or the routes of a service, or starts its server or worker. */
  readonly serves: boolean;
  /** The routes of its applications and routers. Tests have none. */
  readonly routing?: SummaryRouting;
  /** Of the servers that it starts, those that name where they listen; `loopback` where only this machine can come. */
  readonly listens?: readonly ('loopback' | 'anywhere' | 'unknown')[];
  readonly texts: SummaryTexts;
  /** Stand-ins for values that someone has to replace, which the module compares with or lists, and names of such. */
  readonly knownTexts?: readonly string[];
  /** Names, in lower case, of keys with which it signs or checks tokens. */
  readonly tokenKeys?: readonly string[];
  /** It gives the configuration of an application a key for tokens alone. */
  readonly setsTokenKey?: true;
  /** What the settings and variables called secrets are called, in lower case, that it compares with untrusted input. */
  readonly gateKeys?: readonly string[];
  /** What it imports by name to read attributes of that, or of what it gives, alone, as far as `takes` does not tell. Tests have none. */
  readonly byParts?: readonly string[];
  /** Names of the module for what anyone who annotates a parameter with them depends on: `CurrentUser`, with access paths to functions. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  /** Versions of libraries (import names) with which it raises; `below` is absent where the bound is written elsewhere. */
  readonly refusedVersions?: readonly {
    readonly library: string;
    readonly below?: string;
    readonly place: SummaryPlace;
  }[];
  /** Of a setup.py: what its call of `setup` says. */
  readonly setup?: SummarySetup;
  /** Of a noxfile.py: what its sessions run. */
  readonly nox?: SummaryNox;
  /** What it does to queues outside the process. Tests have none. */
  readonly queueUses?: readonly SummaryQueueUse[];
  /** Calls that may hand the name of a queue on to a function that uses it. */
  readonly queueCalls?: readonly SummaryQueueCall[];
  /** Texts of the module (`JOBS`) and of its classes (`Settings.jobs`) that may name queues. */
  readonly queueTexts?: Readonly<Record<string, SummaryQueueText>>;
  /** What names of the module (`LIMIT`) and attributes of its classes (`Settings.verify`) hold. Tests have none. */
  readonly constants?: Readonly<Record<string, SummaryConstant>>;
  /** What its calls give, by the access path to what may be the project's: how many arguments by place, keywords, `**Order` for the fields of an object, `*` for more. */
  readonly given?: Readonly<Record<string, readonly string[]>>;
  /** Access paths to what its calls give to constructors, by the access path to the class, and by place or name. */
  readonly made?: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  /** What its engines of SQLAlchemy ask. */
  readonly engines?: readonly ('file' | 'other')[];
  /** Its names whose calls open sessions of SQLAlchemy. */
  readonly sessionMakers?: readonly string[];
  /** What it puts into the state of the application (`app.state.http = …`): a way by name; null where it is not one thing. */
  readonly applicationState?: Readonly<Record<string, string | null>>;
  /** Untrusted input that it passes to functions of the project, and parameters that it passes on. */
  readonly argumentFlows?: readonly SummaryArgumentFlow[];
}

/** A number, a truth, `None` or the text of a flag that a name is bound to once. */
export interface SummaryConstant {
  readonly value: number | boolean | string | null;
  /** It is so where nothing is configured and nobody gives another. */
  readonly isDefault?: true;
  readonly place: SummaryPlace;
}

/** A call that gives a function of the project what the client of a route, the user of a bot or another machine sent. */
export interface SummaryArgumentFlow {
  /** The access path of what is called, as `ObjectTypes.pathOf` writes it. */
  readonly path: string;
  /** The parameter by name or by place. */
  readonly parameter: string | number;
  /** A guess speaks against it. */
  readonly isDoubtful?: true;
  /** The only doubt is whether the class of the body, which may be in another module, checks this field of it; without a name it is handed over whole. */
  readonly field?: { readonly class: string; readonly name?: string };
  /** It is what a handler takes of which this file does not say that it is a bot's. */
  readonly isOfHandler?: true;
  /** A segment of the path of a route, without a slash. */
  readonly isSegment?: true;
  /** Taken for a path it leads nowhere (a number, a bare name, a file ending, what an upload holds), or a guess says so. */
  readonly asPath?: 'harmless' | 'doubtful';
  /** Something is before it in the text or path that is handed over. */
  readonly isBehind?: true;
  /** The program names its keys. */
  readonly hasOwnKeys?: true;
  /** By its name something refuses other keys than those of its class. */
  readonly isKeyChecked?: true;
  /** It is where an address says no host. */
  readonly isPastHost?: true;
  /** It is doubtful only for what functions of other modules make of it on its way. */
  readonly through?: readonly Through[];
  /** It is a parameter of the enclosing function, untrusted or not. */
  readonly of?: { readonly function: string; readonly name: string; readonly position: number };
  /** The attribute that is taken of what the parameter is given. */
  readonly part?: string;
  readonly place: SummaryPlace;
}

/** What a file names in its texts, and what it imports by name. Nothing of tests. */
export interface SummaryTexts {
  /** Dotted names (paths of Python files as such): settings, commands, tables of plug-ins. */
  readonly mentions: readonly string[];
  /** Texts without white space, and words of others that look like paths or identifiers: keys, files, options, metrics. `**` where a call unpacks a mapping. */
  readonly words: readonly string[];
  /** What it imports by names made at run time: `pkg.plugins.` and all below it, `pkg.*` for what is directly in `pkg`, `{pkg.settings.PLUGINS}.` for all below the module that a constant names, `/notify` for files called `notify.py`. */
  readonly loads: readonly string[];
}

export interface SummaryName {
  /** Line of the first statement that binds it; absent where only other scopes do (`global`). */
  readonly line?: number;
  readonly kind: 'function' | 'class' | 'import' | 'constant' | 'instance' | 'variable';
  /** For instances: qualified name of the class. For imports: the absolute dotted target. */
  readonly target?: string;
  /** An import with a fallback, or otherwise bound to different things: what it is depends on the run. */
  readonly hasAlternatives?: true;
  /** Of a variable that one call fills, the access path to what that gives. */
  readonly accessPath?: string;
  /** The text of a constant that may be the name of a module. */
  readonly text?: string;
  /** A function or class whose name the file itself reads, or a router that it reads for more than to add a route. */
  readonly isRead?: true;
  /** An import that the file itself never reads. */
  readonly isUnread?: true;
  /** The other names of a router that one statement binds: `orders_router = r = APIRouter()`. */
  readonly sameAs?: readonly string[];
}

export interface SummaryImport {
  readonly module: string;
  /** The name taken; absent for `import module`; `*` for star imports. */
  readonly name?: string;
  readonly boundAs: string;
  /** At import time, inside a function, or under TYPE_CHECKING. */
  readonly when: 'import-time' | 'lazy' | 'type-checking';
  /** In a `try` with an ImportError handler, under `suppress` of it, or behind an `importorskip` of the module. */
  readonly guarded: boolean;
  /** The handler that guards it always raises. */
  readonly isRaisedAgain?: true;
  /** It begins a `try` that does more, and what takes its failure is for any failure, and reports it: nothing of the `try` works. */
  readonly stopsAll?: true;
  /** What takes its failure does nothing, or binds constants in its place, and the file never calls what it imports. */
  readonly isOptional?: true;
  /** The names that its `try` binds, where it does nothing else and the file reads none of them. */
  readonly unread?: readonly string[];
  /** Stands in `assertRaises(…)` or `pytest.raises(…)`: meant to fail. */
  readonly expectedToFail?: true;
  /** Whether it runs depends on a condition, or on another import that failed. */
  readonly isConditional?: true;
  /** It is in an `except`, and runs only where this has failed. */
  readonly afterFailureOf?: SummaryTriedImports;
  /** Its author tells a checker to pass over that it finds no such module or name. */
  readonly isDoubted?: true;
  readonly relativeLevel: number;
  readonly place: SummaryPlace;
  /** The last line of what does not run where it fails. */
  readonly endsPathAt: number;
}

/** What the body of a `try` imports. */
export interface SummaryTriedImports {
  /** Their places in the module's `imports`. */
  readonly imports: readonly number[];
  /** The body does nothing besides that could fail. */
  readonly isAll: boolean;
}

/** What a body of code does, as far as others ask. */
export interface SummaryBody {
  /** Qualified names of functions it calls that may be the project's (methods through attribute types included). */
  readonly calls: readonly string[];
  readonly starts: readonly SummaryStart[];
  readonly constructs: readonly SummaryConstruction[];
  /** Functions that it hands on or keeps, by qualified name, and what it takes of objects whose class is not known, as `.name`. Absent when there are none. */
  readonly takes?: readonly string[];
}

/** A function handed to something that runs it. */
export interface SummaryStart {
  readonly target: string;
  readonly how: 'thread' | 'executor' | 'task' | 'process' | 'callback' | 'dependency' | 'sync-route' | 'route';
  readonly place: SummaryPlace;
}

/** An object made, and where it is kept: a global, application state, a cached getter, an attribute, or nowhere lasting. */
export interface SummaryConstruction {
  readonly class: string;
  readonly kept: 'global' | 'state' | 'cached' | 'attribute' | 'local';
  /** Stands in a loop: each turn makes another. */
  readonly isRepeated?: true;
  readonly place: SummaryPlace;
}

export interface SummaryFunction extends SummaryBody {
  /** Blocking calls in it: qualified name and place. Conditional ones are in a branch or behind a guard that returns nothing. */
  readonly blocking: readonly {
    readonly call: string;
    readonly place: SummaryPlace;
    readonly isConditional?: true;
    /** It waits for a database. */
    readonly isDatabase?: true;
    /** It waits for what an event loop runs that someone gave it. */
    readonly isOfLoop?: true;
  }[];
  /** Calls in it that keep the thread busy for long. Absent when there are none. */
  readonly work?: readonly { readonly call: string; readonly place: SummaryPlace; readonly isConditional?: true }[];
  /** Of `calls`, those whose generator or context it runs itself. Absent when there are none. */
  readonly consumes?: readonly string[];
  /** Calls that wait if they are those of a client that another module holds: only the project knows what is there. */
  readonly clientCalls?: readonly SummaryClientCall[];
  /** Of `calls`, those that are in lambdas only: anyone who calls the lambda runs them. Absent when there are none. */
  readonly deferred?: readonly string[];
  /** Of `calls`, those that are in a branch or behind a guard, and nowhere else. Absent when there are none. */
  readonly sometimes?: readonly string[];
  /** `module.Class.method` or `module.function`. */
  readonly qualifiedName: string;
  readonly place: SummaryPlace;
  readonly lines: SummaryLines;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Dotted names of decorators; unresolved ones as `?`. */
  readonly decorators: readonly string[];
  readonly parameters: readonly SummaryParameter[];
  /** Something in the list of parameters could not be read (`async` before Python 3.7): it has others than those. */
  readonly hasUnreadParameters?: true;
  /** Of an `__init__`: what it gives to the next one beside all that its own parameters leave. */
  readonly handsUp?: { readonly positional: number; readonly keywords: readonly string[] };
  /** Present when a web framework, queue or command line calls it. */
  readonly entry?: 'route' | 'sync-route' | 'task' | 'command';
  /** A pool of threads calls it for each message or job. */
  readonly runsInPool?: true;
  /** It answers 401 or 403 itself, or sends a visitor to where one logs in. Tests say nothing of it. */
  readonly refuses?: true;
  /** Access paths to what it depends on (`?name` where the file does not show what that is), errors that it raises (`!name`), unseen decorators and annotations (`@name`). */
  readonly dependsOn?: readonly string[];
  /** A framework calls it around each request. */
  readonly isHook?: true;
  /** Of a route, where both are written: `POST /infer`. */
  readonly route?: string;
  /** Of a route, the name of the module's router that holds it: nobody comes there until something mounts that. */
  readonly router?: string;
  /** Contains `while True` (or a loop on a stop flag) that asks nobody for input: runs for as long as the process does. */
  readonly hasEndlessLoop: boolean;
  /** Such a loop is never left but at the end of the process: `while True` without `break` and `return`, or one on a stop flag. */
  readonly neverReturns?: true;
  /** Of a coroutine function: what is known of how it goes on. Absent where it is none. */
  readonly coroutine?: readonly CoroutineTrait[];
  /** Of a coroutine function: the coroutine that it awaits before it does anything else, as `calls` names it. */
  readonly awaitsFirst?: string;
  /** Of a coroutine function that takes every other failure itself: the access paths to those that it awaits, by which one gets out. */
  readonly failsBy?: readonly string[];
  /** Access paths to functions of the project, and clocks (`MOMENTS`), whose results its own hold, as they are or as a part. */
  readonly returnsResultsOf?: readonly string[];
  /** Of its parameters, those that its results hold. */
  readonly returnsParameters?: readonly string[];
  /** How the text of its parameters comes into what it gives; absent where that is not seen. */
  readonly carries?: readonly SummaryCarried[];
  /** Of its parameters, those to which it gives an upper bound. */
  readonly boundsParameters?: readonly string[];
  /** Class of what it gives (a coroutine function: when awaited), by its annotation or by all its returns; built-in ones left out. */
  readonly result?: string;
  /** Of a generator, the class of all that it yields. */
  readonly yields?: string;
  /** Every shape that its returns give, in order of first return; absent unless all are known. */
  readonly shapes?: readonly ReturnShape[];
  /** Defined in a branch: it may not be there, or another one may. */
  readonly isConditional?: true;
  /** It is in a function that does not name it, so that nothing can call it. */
  readonly isUnnamed?: true;
  /** It reaches a file, a server or a database. */
  readonly reachesOutside?: true;
  /** Handlers of its own take whatever of that fails, and do nothing about it. */
  readonly takesFailures?: true;
  /** Handlers of its own end or tell whatever fails of what it does. */
  readonly keepsFailures?: true;
}

/**
 * `suspends`: others may run in between. `runs-on`: it loops and waits, until someone ends it. `outlives-failures`: what fails in a turn is
 * caught there, `ends-failures`: by its own handlers.
 */
export type CoroutineTrait = 'suspends' | 'runs-on' | 'outlives-failures' | 'ends-failures';

/** The kind of object that a `return` gives; tuples with their length. */
export type ReturnShape = 'dict' | 'list' | 'set' | 'str' | 'number' | 'None' | `tuple ${number}`;

export interface SummaryParameter {
  readonly name: string;
  readonly kind: 'positional-only' | 'positional' | 'keyword-only' | 'var-positional' | 'var-keyword';
  readonly hasDefault: boolean;
}

export interface SummaryClass {
  readonly qualifiedName: string;
  readonly place: SummaryPlace;
  readonly lines: SummaryLines;
  /** Qualified names of bases, those of bases in the same file among them; unresolved ones as `?`. */
  readonly bases: readonly string[];
  /** The bases that the class statement names, where `bases` holds more or another order. */
  readonly ownBases?: readonly string[];
  readonly decorators: readonly string[];
  /** Names of methods. */
  readonly methods: readonly string[];
  /** Attributes bound anywhere in the class with their class's qualified name where known. */
  readonly attributes: Readonly<Record<string, string | null>>;
  /** Of attributes whose class this file does not tell, the access path to what they hold (`ObjectTypes.pathOf`, or `@made …`): `self.store = make_store()`. */
  readonly accessPaths?: Readonly<Record<string, string>>;
  /** Keywords of the class statement, `metaclass` with the class it names. */
  readonly keywords?: readonly string[];
  /** Annotated names of the class body, where something may make parameters of its constructor of them. */
  readonly fields?: readonly SummaryField[];
  /** What a `dataclass` decorator (or one of attrs) makes of the fields. */
  readonly madeBy?: 'by-field' | 'by-keyword' | 'unknown';
  /** Attributes may come and go unseen: `setattr(self, variable, …)`, `self.__dict__`, `__getattr__`, `__setattr__`. */
  readonly isDynamic?: true;
  /** Of these: attributes may be made unseen; `getattr(self, name)` and `self.__dict__.items()` only read. */
  readonly bindsUnseen?: true;
  /** As a model of pydantic it has a configuration, which lets in no more than its fields, under their names. */
  readonly isClosedByConfig?: true;
  /** It says of its objects that they are answers of 401 or 403. */
  readonly isRefusal?: true;
  /** Its `Meta` (or `meta`) says in which order rows come where nobody asks for one, or it has a manager of its own, which may. */
  readonly ordersRows?: true | 'perhaps';
  /** Its own `__new__` gives what no other `__new__` made: an object of any class. */
  readonly returnsOthers?: true;
  /** Defined in a branch: it may not be there, or another one may. */
  readonly isConditional?: true;
  /** Attributes that the class only adds to (`self.hits += 1`), and so expects to be there. */
  readonly augmented?: readonly string[];
  /** Instances differ: attributes change after construction, hold containers, or hold random or secret content. */
  readonly isStateful: boolean;
}
