/** Sources of untrusted input. Source: the documentation of each framework, read 2026-11. */
import { words } from './words.ts';

/** Attributes and methods of a request that hold what its client wrote. */
export const REQUEST_PARTS: ReadonlySet<string> = new Set(
  words(`
  args form values json data files cookies headers view_args query_string get_json get_data path full_path url base_url
  query query_params path_params match_info rel_url path_qs body content text post read stream raw_args match GET POST FILES META
  COOKIES arguments body_arguments query_arguments path_info uri file filename content_type get_argument get_arguments
  get_body_argument get_query_argument get_cookie receive receive_text receive_json receive_bytes iter_text iter_json
  iter_bytes receive_str recv multipart media get_media get_param params forms POST_data raw_post_data host hostname
`),
);

/** Attributes of what a user of a bot writes. */
export const BOT_PARTS: ReadonlySet<string> = new Set(
  words(
    'text content clean_content caption args raw_text message_text pattern_match full_text spoiler_text file_name filename first_name last_name full_name display_name global_name',
  ),
);

/** Keys of what a user of a bot writes, where its events are dicts. */
export const BOT_ENTRIES: ReadonlySet<string> = new Set(
  words('text content caption matches value body full_text spoiler_text'),
);

/** Packages that make a bot of a program; anyone who finds it writes to it. */
export const BOT_PACKAGES: ReadonlySet<string> = new Set(
  words(`
  telegram telebot aiogram pyrogram telethon discord nextcord disnake interactions slack_bolt hikari vkbottle mastodon
  slack_sdk nio tweepy twitchio irc botbuilder linebot maubot errbot praw chainlit
`),
);

/** Whether a module, class or function of this dotted name belongs to such a package. */
export const isOfBots = (name: string): boolean => BOT_PACKAGES.has(name.split('.', 1)[0] ?? '');

/** Methods of such libraries that write to the chat. */
export const BOT_ANSWERS: ReadonlySet<string> = new Set(
  words(`answer reply reply_to reply_text reply_html reply_markdown send send_message edit_text edit_message_text
  edit_original_response edit respond say`),
);

/** Decorators whose functions take the words of a command as parameters. */
export const BOT_COMMANDS: ReadonlySet<string> = new Set(
  words('command hybrid_command slash_command app_command hybrid_group'),
);
