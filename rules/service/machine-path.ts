import {
  defineProjectRule,
  type FactsContext,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { type Constant, type Expression, lastName, type Node, nodesOf } from '#kit/code';
import { isUnderMain, type ProjectModel } from '#kit/project';

interface Use {
  readonly how: string;
  readonly canBeSet: boolean;
  /** Nothing here is seen to open it. */
  readonly isUnseen?: boolean;
}

interface Fact extends Use {
  readonly home: string;
  readonly user: string;
  readonly isTried: boolean;
  readonly within: string;
  readonly place: PackedPlace;
}

/** Behind the letter of a second disk stands what its owner put there. */
const HOME = /^(?:\/(?:home|Users)\/|[A-Za-z]:[\\/]+Users[\\/]+|[D-Zd-z]:[\\/]+)([\w.-]+(?: [\w.-]+)*)[\\/]/;
/** Words that stand for whoever reads them, folders that all share, and users that images and clouds come with. */
const NOBODY =
  /^(?:user(?:name)?|your?.*|me|name|example|somebody|someone|shared|public|default|all users|x+|foo|bar)$/i;
const OF_IMAGES =
  /^(?:ubuntu|ec2-user|runner|vagrant|debian|admin|azureuser|opc|app|appuser|node|jovyan|airflow|vscode|deploy)$/;
const MAKING =
  /^(?:pathlib\.\w*Path|os\.path\.(?:join|expanduser|abspath|realpath|normpath)|builtins\.str|os\.fspath)$/;
const OPENING =
  /^(?:builtins\.open|io\.open|os\.(?:chdir|listdir|walk|scandir|makedirs|mkdir)|dotenv\.(?:main\.)?load_dotenv|logging\.(?:handlers\.)?\w*FileHandler|sqlite3\.connect|glob\.glob|shutil\.\w+|pandas\.read_\w+|json\.load|torch\.load|joblib\.load|PIL\.Image\.open)$/;
const METHODS = /^(?:open|read_text|read_bytes|write_text|write_bytes|mkdir|iterdir|glob|rglob|touch|unlink)$/;

export default defineProjectRule<Fact>({
  docs: {
    summary: "path of somebody's own machine: in a home folder, or on a second disk",
    why: 'On every other machine, in the image and in CI the folder is missing: what opens it fails, and what makes it writes where nobody looks.',
    remedy:
      'Start from the file (`Path(__file__).parent`), from `Path.home()`, or read the folder from a setting without such a default.',
    harm: 'breaks',
    ceiling: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'an assistant with skills: a database that only its author has',
      },
    ],
    bad: 'def words():\n    with open("/home/maria/lessons/words.txt") as file:\n        return file.read().split()\n',
    good: 'from pathlib import Path\n\n\ndef words():\n    return Path(__file__).with_name("words.txt").read_text().split()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  needs: ['artifacts'],
  facts: (file) => nodesOf(file.module, 'Constant').flatMap((constant) => factOf(constant, file) ?? []),
  check(project, ctx) {
    const named = ctx.facts.length === 0 ? undefined : textsOf(project);
    for (const { path, fact } of ctx.facts) {
      const at = { path, ...unpackPlace(fact.place) };
      if (named?.images.includes(fact.home) || named?.users.has(fact.user)) {
        ctx.proven({ at, by: 'an image of the repository has the folder' });
        continue;
      }
      const module = project.moduleByPath(path);
      const guess = OF_IMAGES.test(fact.user)
        ? `machines come with a user \`${fact.user}\``
        : named?.others.includes(fact.home)
          ? 'other files of the repository name the folder too: it may stand on the machine that runs it'
          : fact.isTried
            ? 'it is one of several that are tried'
            : fact.isUnseen === true
              ? 'what it is used for is not seen'
              : module !== undefined && isUnderMain(module, fact.place[0])
                ? 'only whoever runs the file by itself comes here'
                : undefined;
      ctx.report({
        at,
        message: `\`${fact.home}\` is a folder of one machine, and ${fact.how}`,
        cause: fact.home,
        ...(fact.canBeSet && { ceiling: 'P3' as const }),
        ...heldBackBy(guess),
        key: `${fact.within} ${fact.how}`,
      });
    }
  },
});

function factOf(constant: Constant, file: FactsContext): Fact | undefined {
  const text = constant.value.kind === 'str' ? constant.value.value : '';
  const home = HOME.exec(text);
  const user = home?.[1] ?? '';
  if (home === null || NOBODY.test(user)) return undefined;
  const { whole, isTried } = wholeOf(constant, file);
  const use = useOf(whole, file);
  return (
    use && {
      home: home[0].replace(/[\\/]+$/, ''),
      user,
      ...use,
      isTried,
      within: file.names.qualnameOf(constant),
      place: packPlace(file, constant),
    }
  );
}

const PARTS = /^(?:JoinedStr|BinOp|BoolOp|IfExp|List|Tuple|Set|Dict)$/;

function wholeOf(path: Expression, file: FactsContext): { readonly whole: Expression; readonly isTried: boolean } {
  let whole = path;
  let isTried = false;
  for (let next = madeOf(whole, file); next !== undefined; next = madeOf(whole, file)) {
    whole = next;
    isTried ||= whole.kind === 'List' || whole.kind === 'Tuple' || whole.kind === 'Set';
  }
  return { whole, isTried };
}

/** What a path is a part of. */
function madeOf(part: Expression, file: FactsContext): Expression | undefined {
  const { parent } = part;
  const isMade =
    parent?.kind === 'Call' && parent.func !== part && MAKING.test(file.names.qualifiedName(parent.func) ?? '');
  // All of these are expressions.
  return parent !== undefined && (isMade || PARTS.test(parent.kind)) ? (parent as Expression) : undefined;
}

function useOf(path: Expression, file: FactsContext, isUse = false): Use | undefined {
  const { parent } = path;
  if (parent?.kind === 'arguments') return { how: 'a parameter has it as its default', canBeSet: true };
  if (parent?.kind === 'Assign' || parent?.kind === 'AnnAssign') {
    const target = parent.kind === 'Assign' ? parent.targets[0] : parent.target;
    const uses = target?.kind === 'Name' && !isUse ? (file.names.resolve(target)?.references ?? []) : [];
    const opened = uses.some((use) => useOf(wholeOf(use, file).whole, file, true)?.canBeSet === false);
    return uses.length > 0 && target !== undefined
      ? { how: `\`${file.text.slice(target)}\` stands for it`, canBeSet: false, isUnseen: !opened }
      : undefined;
  }
  if (parent?.kind === 'Attribute')
    return METHODS.test(parent.attr) && parent.parent?.kind === 'Call'
      ? { how: 'it is opened', canBeSet: false }
      : undefined;
  const call: Node | undefined = parent?.kind === 'keyword' ? parent.parent : parent;
  if (call?.kind !== 'Call' || call.func === path) return undefined;
  const name = file.names.qualifiedName(call.func) ?? '';
  if (/^sys\.path\.(?:insert|append|extend)$/.test(name)) return { how: '`sys.path` leads there', canBeSet: false };
  if (OPENING.test(name)) return { how: `\`${lastName(call.func) ?? name}\` opens it`, canBeSet: false };
  const isDefault =
    file.values.environmentRead(call)?.fallback === path || (parent?.kind === 'keyword' && parent.arg === 'default');
  return isDefault ? { how: 'a setting has it as its default', canBeSet: true } : undefined;
}

interface Texts {
  readonly images: string;
  readonly users: ReadonlySet<string>;
  readonly others: string;
}

/** What the repository's images make, and what its other files name. */
function textsOf({ artifacts }: ProjectModel): Texts {
  const images = JSON.stringify(artifacts.of('dockerfile').map(({ model }) => model));
  const others = (['compose', 'kubernetes', 'procfile', 'shell-script', 'nginx', 'makefile', 'workflow'] as const).map(
    (kind) => JSON.stringify(artifacts.of(kind).map(({ model }) => model)),
  );
  const users = [...images.matchAll(/\b(?:useradd|adduser)\b[^"\\]*?([\w.-]+)\s*["\\&;]/g)].flatMap(
    ([, user]) => user ?? [],
  );
  return { images, users: new Set(users), others: others.join('\n') };
}
