/** Messages to a user that say that it went well, behind a handler that only wrote down that it did not; and starts that go on without what they start. */
import {
  ancestors,
  type Call,
  type Def,
  type ExceptHandler,
  type Expression,
  headerSpan,
  holds,
  isWithin,
  lastName,
  type Node,
  namesOfCalls,
  type Stmt,
  statementsBehind,
} from '#ast';
import type { Problem, SourceContext } from '#kit';
import { callsElsewhere, providedTheyReach } from '#kit/calls';
import type { Condition } from '#project';
import type { HandlerModel, SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { onlyTidies } from '#semantics/handlers/outcome';
import { isRootOfLibrary } from '../_shared/failure-as-nothing.ts';

export interface Found extends Pick<Problem, 'at' | 'message' | 'remedy' | 'kind' | 'cause' | 'when'> {
  readonly related: NonNullable<Problem['related']>;
  /** The answer itself is the matter, and not the silence. */
  readonly isSaid?: true;
}

export function announcedSuccess(described: HandlerModel, ctx: SourceContext): Found | undefined {
  const at = headerSpan(described.handler, ctx.text);
  const found = successMessage(described, ctx);
  if (found !== undefined)
    return {
      at: found.at,
      message: `failure reported as success: the user sees a success message even when ${namesOfCalls(found.failing)} fails, because the handler continues`,
      related: [],
      ...(found.when && { when: found.when }),
    };
  const needed = startedWithout(described, ctx);
  if (needed.length > 0)
    return {
      at,
      message: `startup failure swallowed: the program starts even when ${namesOfCalls(needed)} fails`,
      kind: 'reported as an empty result',
      related: [],
      isSaid: true,
    };
  const alone = keptAlone(described, ctx);
  return (
    alone && {
      at,
      message: `failure hidden: \`${alone.name}\` returns as if it had succeeded after an unexpected exception, while its other handlers raise`,
      related: [],
    }
  );
}

interface AnnouncedSuccess {
  readonly at: Call;
  readonly failing: readonly Call[];
  readonly when?: Condition;
}

/** `except Exception: logger.error(…)`, and then `await message.answer("✅ Your trial is active")`, whatever happened. */
function successMessage(described: HandlerModel, model: SemanticModel): AnnouncedSuccess | undefined {
  if (!goesOnAlike(described, model)) return undefined;
  const changes = described.failing.filter(isChange);
  const elsewhere =
    changes.length > 0 ? [] : callsElsewhere(described.tried, model).filter(({ call }) => isChange(call));
  const failing = [...changes, ...elsewhere.map(({ call }) => call)];
  const { parent } = described.handler;
  if (failing.length === 0 || parent === undefined) return undefined;
  const at = callsWithin(statementsBehind(parent)).find(
    (call) => isMessage(call) && saysDone(call, model) && !isDecided(call, described.handler, model),
  );
  return at && { at, failing, ...(elsewhere.length > 0 && { when: providedTheyReach(elsewhere) }) };
}

/** A broad handler that logs and tidies up, and nothing else, so that whatever is behind runs as if all were well. */
const goesOnAlike = (described: HandlerModel, model: SemanticModel): boolean =>
  described.goesOn &&
  !described.mayRaise &&
  !described.handsExceptionOn &&
  (described.isBroad || described.catches.some(isRootOfLibrary)) &&
  described.work.every((each) => onlyTidies(model, each));

const isMessage = ({ func }: Call): boolean => func.kind === 'Attribute' && MESSAGES.test(func.attr);

/** Of aiogram, python-telegram-bot, telebot, discord.py, slack_bolt, Django, Flask and streamlit. */
const MESSAGES =
  /^(?:answer|reply|reply_\w+|respond|send|send_message|edit_text|edit_message_text|edit_caption|edit_message|followup|say|flash|success|toast)$/;

/** What the user has asked for; a message that cannot be sent or taken back is something beside it. */
const isChange = ({ func }: Call): boolean =>
  /^_?(?:activate|add|apply|assign|book|cancel|charge|commit|create|deactivate|enable|execute|extend|grant|insert|issue|mark|pay|post|process|put|register|remove|renew|save|set|store|submit|subscribe|transfer|update|upload|upsert|write)(?:_|$)/.test(
    lastName(func) ?? '',
  );

function saysDone(call: Call, model: SemanticModel): boolean {
  const isDjango = /^django\.contrib\.messages\.success$/.test(model.names.qualifiedName(call.func) ?? '');
  return isDjango || [...call.args, ...call.keywords.map(({ value }) => value)].some((each) => isDone(each, model));
}

function isDone(given: Expression, { flow, values, source }: SemanticModel): boolean {
  const text = flow.whole(given);
  const said = values.string(text) ?? (text.kind === 'JoinedStr' ? source.text.slice(text) : '');
  return DONE.test(said) && !NOT_DONE.test(said);
}

/** As programs say it, in the languages that most of them speak. */
const DONE =
  /[✅🎉]|\bsuccess(?:ful(?:ly)?)?\b|\bcongratulations\b|(?<!\p{L})(?:успешн\p{L}*|поздравля\p{L}*|готово|сохран[её]н\p{L}*|добавлен\p{L}*|удал[её]н\p{L}*|отправлен\p{L}*|éxito|sucesso|erfolgreich|succès)(?!\p{L})|成功|성공|완료/iu;
const NOT_DONE =
  /❌|⚠|(?<!\p{L})(?:not|no|fail\p{L}*|errors?|не|ошибк\p{L}*|erro|nicht|échou\p{L}*)(?!\p{L})|失败|실패|오류/iu;

/** A name that the `try` or the handler binds is asked before: `if done: …`. */
function isDecided(call: Call, { parent }: ExceptHandler, model: SemanticModel): boolean {
  const isBoundThere = (node: Node): boolean =>
    node.kind === 'Name' &&
    parent !== undefined &&
    (model.names.resolve(node)?.definitions.some(({ node: at }) => isWithin(at, parent)) ?? false);
  return (
    holds(call, isBoundThere) ||
    [...ancestors(call)].some(
      (each) => each.kind === 'If' && each.start > (parent?.end ?? 0) && holds(each.test, isBoundThere),
    )
  );
}

/** A function that starts the program, in which what it needs fails to start and only a log has it. */
function startedWithout(described: HandlerModel, model: SemanticModel): readonly Call[] {
  const fn = model.context.defAround(described.handler);
  if (fn === undefined || !STARTS.test(fn.name) || !goesOnAlike(described, model)) return [];
  return callsWithin(described.tried).filter((call) => NEEDED.test(model.source.text.slice(call.func)));
}

const STARTS =
  /^_?(?:on_)?(?:startup|start_up|lifespan|setup_hook|post_init|init_db|init_database|setup_database|startup_\w+|\w+_startup)$/;
/** Of what a program works with, and not of what makes it faster or tells about it. */
const NEEDED =
  /(?:^|[._])(?:scheduler|broker|consumer|(?<!log_)db|database|engine|pool)\w*\.(?:start|connect|open|init\w*|begin|run_sync)$|create_all$|(?:init|setup|connect|create|migrate|upgrade)_(?:db|database|tables|schema|migrations)\w*$|command\.upgrade$/i;

/** What fails unexpectedly ends here and is only logged, where the other handlers of the same `try` let it out: the caller cannot tell. */
function keptAlone(described: HandlerModel, model: SemanticModel): Def | undefined {
  const { handler } = described;
  const fn = model.context.defAround(handler);
  const others = handler.parent?.kind === 'Try' ? handler.parent.handlers.filter((each) => each !== handler) : [];
  if (fn === undefined || others.length === 0 || !described.isBroad || !goesOnAlike(described, model)) return undefined;
  const isLast = (statement: Stmt | undefined): boolean => statement === handler.parent;
  const letsOut = others.every(({ body }) => model.flow.alwaysRaises(body));
  return letsOut && isLast(fn.body.at(-1)) && model.flow.returnValues(fn).every((each) => each === undefined)
    ? fn
    : undefined;
}
