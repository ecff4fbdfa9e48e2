/** Look-ups by a key or a condition that give `None` where they find nothing, by the shape of the call. */
import { type Attribute, type Call, type Expression, isNone, stringConstant, withoutAwait } from '../../ast/index.ts';
import { DISCORD_LOOKUPS, type EmptyResult, NOT_IN_TABLE, NOT_KNOWN } from '../../knowledge/optional-results.ts';
import { memoizeByFile } from '../../semantics/by-file.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { importsModule } from '../../semantics/names/imports-module.ts';
import { isInjectedArgument } from '../../semantics/taint/route-parameters.ts';

/** `next(found, None)`, `getattr(order, "owner", None)`, `max(prices, default=None)`: the call itself says that it may. */
export function whereNoneIsGiven({ func, args, keywords }: Call, { names }: SemanticModel): EmptyResult | undefined {
  const name = func.kind === 'Name' ? names.qualifiedName(func) : undefined;
  switch (name) {
    case 'builtins.next':
      return isNone(args[1]) ? { when: 'when nothing is found', source: 'other' } : undefined;
    case 'builtins.getattr':
      return isNone(args[2]) ? { when: 'when the attribute does not exist', source: 'other' } : undefined;
    case 'builtins.max':
    case 'builtins.min':
      return keywords.some(({ arg, value }) => arg === 'default' && isNone(value))
        ? { when: 'when there is nothing to compare', source: 'other' }
        : undefined;
    default:
      return undefined;
  }
}

/** `PRICES.get(model)`, `running.pop(number, None)`: of a dict, as far as the file shows, or of what a file held. */
export function whereNotInTable(call: Call, { attr, value }: Attribute, model: SemanticModel): EmptyResult | undefined {
  const [key, fallback, ...others] = call.args;
  if (key === undefined || others.length > 0 || call.keywords.length > 0) return undefined;
  if (attr === 'pop' ? !isNone(fallback) : fallback !== undefined && !isNone(fallback)) return undefined;
  // What a dependency gives has been looked at by it.
  if (value.kind === 'Name' && isInjectedArgument(model.names.parameterOf(value), model)) return undefined;
  if (!isTable(value, model) || isInDisplay(key, value, model) || isKeyOf(key, value, model)) return undefined;
  return NOT_IN_TABLE;
}

function isTable(value: Expression, model: SemanticModel): boolean {
  if (TABLES.has(model.types.classOf(value) ?? '')) return true;
  const whole = withoutAwait(model.flow.whole(value));
  const isRead = whole.kind === 'Call' && LOADED.test(model.types.calleeName(whole.func) ?? '');
  const sources = isRead ? [] : model.flow.sources(value);
  return isRead || (sources.length > 0 && sources.every(({ kind }) => kind === 'file'));
}

const LOADED = /^(?:json\.loads?|(?:yaml|toml)\.(?:safe_)?load|tomllib\.loads?)$/;
const TABLES: ReadonlySet<string> = new Set([
  ...['builtins.dict', 'collections.OrderedDict', 'collections.defaultdict'],
  ...['collections.abc.Mapping', 'collections.abc.MutableMapping'],
]);

/** The table is written down, with the key in it. */
function isInDisplay(key: Expression, table: Expression, model: SemanticModel): boolean {
  const known = stringConstant(key);
  const [whole, ...others] = model.flow.origins(table);
  if (known === undefined || whole?.kind !== 'Dict' || others.length > 0) return false;
  return whole.keys.some((each) => each === undefined || stringConstant(each) === known);
}

/** `for name in prices: prices.get(name)`. */
function isKeyOf(key: Expression, table: Expression, model: SemanticModel): boolean {
  if (key.kind !== 'Name') return false;
  const textOf = ({ start, end }: Expression): string => model.source.text.content.slice(start, end);
  const written = textOf(table);
  return (model.names.resolve(key)?.definitions ?? []).some(
    ({ partOf }) => partOf !== undefined && textOf(partOf).includes(written),
  );
}

/** `order.shipments.exclude(lost=True).first()`: the first of a set of rows that was narrowed down, however it is reached. */
export function isFirstOfRows({ args, keywords }: Call, { attr, value }: Attribute, model: SemanticModel): boolean {
  if (!/^(?:first|last|one_or_none)$/.test(attr) || args.length + keywords.length > 0) return false;
  return isNarrowed(model.flow.whole(value)) && importsMapper(model);
}

function isNarrowed(rows: Expression): boolean {
  for (let at = rows; at.kind === 'Call' && at.func.kind === 'Attribute'; at = at.func.value)
    if (NARROWING.test(at.func.attr)) return true;
  return false;
}

const NARROWING = /^(?:filter|filter_by|exclude|where|order_by|select_related|prefetch_related|with_for_update)$/;
const MAPPERS = /^(?:django|sqlalchemy|sqlmodel|flask_sqlalchemy|tortoise|ormar|mongoengine|peewee)\b/;

/** The file, or the class of a row that it imports, is about rows: sets of other libraries have a `filter` too. */
export const importsMapper = memoizeByFile(({ names }: SemanticModel): boolean =>
  names.imports.some(
    ({ module, name }) => MAPPERS.test(module) || /(?:^|\.)models?(?:\.|$)/.test(module) || name === 'models',
  ),
);

/** `bot.get_channel(number)` of discord.py, in a file that imports it. */
export function whereDiscordKnowsNone(
  { args }: Call,
  { attr }: Attribute,
  model: SemanticModel,
): EmptyResult | undefined {
  if (!DISCORD_LOOKUPS.has(attr) || args.length !== 1) return undefined;
  return isAboutDiscord(model) ? NOT_KNOWN : undefined;
}

export const isAboutDiscord = ({ names }: SemanticModel): boolean =>
  importsModule(/^(?:discord|nextcord|disnake)\b/, names);
