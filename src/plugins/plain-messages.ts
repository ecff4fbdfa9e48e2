import en from 'zod/v4/locales/en.js';

/** Says what is wrong in words; the small form of zod has none of its own. */
export const PLAIN_MESSAGES = { error: en().localeError };
