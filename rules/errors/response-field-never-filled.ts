import { callKeyword, decoratorsOf, defsOf, type Expression, lastName, nodesOf } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { backReferences, mappedFamilyWithout } from '#kit/state';
import type { LocatedClass, ProjectModel } from '#project';
import { listedCode } from '#text/wording';

/** `response_model=UserRead` of a route that answers with a row; `UserRead.model_validate(row)`. Paths, plain JSON. */
interface Filled {
  readonly kind: 'filled';
  readonly model: string;
  readonly row: string;
  readonly place: PackedPlace;
}

type Fact = Filled | { readonly kind: 'back'; readonly names: readonly string[] };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'response field that no row has: always its default',
    why: 'The response model reads its fields from attributes of the row. Where the row has no such attribute, clients get the default each time, as if it were the value: a rating of 0, no date.',
    remedy:
      'Add the column or a property to the mapped class, compute the field before the row is returned, or remove it from the response',
    harm: 'misleads',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'Field report 2', finding: '81' }],
    bad: 'from fastapi import FastAPI\nfrom pydantic import BaseModel, ConfigDict\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column\n\napp = FastAPI()\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass User(Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n\n\nclass UserRead(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    id: int\n    rating: int = 0\n\n\n@app.get("/users/{number}", response_model=UserRead)\ndef user(number: int, session: Session):\n    return session.get(User, number)\n',
    good: 'from fastapi import FastAPI\nfrom pydantic import BaseModel, ConfigDict\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column\n\napp = FastAPI()\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass User(Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    rating: Mapped[int] = mapped_column(default=0)\n\n\nclass UserRead(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    id: int\n    rating: int = 0\n\n\n@app.get("/users/{number}", response_model=UserRead)\ndef user(number: int, session: Session):\n    return session.get(User, number)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => {
    const names = backReferences(file);
    return [...filledIn(file), ...(names.length > 0 ? [{ kind: 'back' as const, names }] : [])];
  },
  check(project, ctx) {
    const back = new Set(factsOfKind(ctx.facts, 'back').flatMap(({ fact }) => fact.names));
    const reported = new Set<string>();
    for (const { path, fact } of factsOfKind(ctx.facts, 'filled')) {
      const module = project.moduleByPath(path);
      const [model, row] = [fact.model, fact.row].map((each) => module && project.follow(each, module));
      if (model?.kind !== 'class' || row?.kind !== 'object') continue;
      const key = `${model.class.qualifiedName} ${row.class.qualifiedName}`;
      if (reported.has(key)) continue;
      reported.add(key);
      const lacking = defaultedFields(model, project).filter(
        (name) =>
          mappedFamilyWithout(name, row, back, project) !== undefined &&
          project.answer({ kind: 'attribute-stored', attribute: name }).verdict === 'no',
      );
      if (lacking.length === 0) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `${listedCode(lacking)} of \`${lastOf(model.class.qualifiedName)}\` ${lacking.length === 1 ? 'is' : 'are'} never filled: \`${lastOf(row.class.qualifiedName)}\` has no such ${lacking.length === 1 ? 'attribute' : 'attributes'}, so clients always get the default`,
        cause: model.class.qualifiedName,
        related: [
          { path: model.module.path, ...model.class.place, message: 'the response model' },
          { path: row.module.path, ...row.class.place, message: 'the mapped class' },
        ],
        key,
      });
    }
  },
});

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
const PYDANTIC = /^pydantic(?:\.main)?\.BaseModel$/;

/** Fields that need not be given, of a model of pydantic that computes none of them. */
function defaultedFields(found: LocatedClass, project: ProjectModel): readonly string[] {
  const line = project.lineOf(found);
  if (!line.some((each) => typeof each === 'string' && PYDANTIC.test(each))) return [];
  const classes = line.flatMap((each) => (typeof each === 'string' ? [] : each.class));
  if (classes.some((each) => fillsItself(each, project))) return [];
  const methods = new Set(classes.flatMap((each) => each.methods));
  const seen = new Set<string>();
  return classes
    .flatMap(({ fields = [] }) => fields)
    .flatMap(({ name, hasDefault, isAliased }) => {
      const isFirst = !seen.has(name);
      seen.add(name);
      return isFirst && hasDefault && !isAliased && !methods.has(name) ? [name] : [];
    });
}

/** A hook of pydantic, or a validator of the whole model, may fill other fields from what comes. */
const fillsItself = ({ qualifiedName, methods }: LocatedClass['class'], project: ProjectModel): boolean =>
  methods.some(
    (name) =>
      HOOKS.has(name) ||
      project.functionNamed(`${qualifiedName}.${name}`)?.function.decorators.some((each) => VALIDATOR.test(each)),
  );
const HOOKS: ReadonlySet<string> = new Set('__init__ model_validate from_orm validate model_post_init'.split(' '));
const VALIDATOR = /^pydantic\.(?:\w+\.)*(?:model_validator|root_validator|validator)$/;

function filledIn(file: FactsContext): Filled[] {
  if (file.context.role === 'test') return [];
  const { types, flow, context } = file;
  const answered = defsOf(file.module).flatMap((fn): Filled[] => {
    if (context.routeOf(fn) === undefined) return [];
    const given = decoratorsOf(fn).flatMap(({ node }) =>
      node.kind === 'Call' ? (callKeyword(node, 'response_model')?.value ?? []) : [],
    )[0];
    const model = given && types.pathOf(elementOf(given));
    const rows = flow.returnValues(fn).map((each) => each && types.pathOf(each));
    const row = rows[0];
    if (given === undefined || model === undefined || row === undefined || rows.some((each) => each !== row)) return [];
    return [{ kind: 'filled', model, row, place: packPlace(file, given) }];
  });
  const validated = nodesOf(file.module, 'Call').flatMap((call): Filled[] => {
    const { func, args } = call;
    if (func.kind !== 'Attribute' || !/^(?:model_validate|from_orm)$/.test(func.attr) || args[0] === undefined)
      return [];
    const [model, row] = [types.pathOf(func.value), types.pathOf(args[0])];
    return model === undefined || row === undefined
      ? []
      : [{ kind: 'filled', model, row, place: packPlace(file, call) }];
  });
  return [...answered, ...validated];
}

/** `list[UserRead]` answers with as many of them. */
const elementOf = (annotation: Expression): Expression =>
  annotation.kind === 'Subscript' && /^(?:list|List|Sequence|Optional)$/.test(lastName(annotation.value) ?? '')
    ? annotation.slice
    : annotation;
