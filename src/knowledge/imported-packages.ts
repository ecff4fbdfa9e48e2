/**
 * Distributions that do nothing unless the code that wants them imports them: no framework loads them as its plug-in or backend, few
 * others bring them, no file of a model needs them. Source: what each says of its use on https://pypi.org, as known in 2026-11.
 */
import { words } from './words.ts';

const IMPORTED: ReadonlySet<string> = new Set(
  words(`
  aiocache alive-progress apscheduler arrow bokeh cerberus chainlit colorlog coloredlogs dash deepdiff docopt docx2txt emoji
  faker fastapi-cache2 fastapi-limiter fastapi-mail feedparser fiona fire flask-caching flask-cors flask-limiter flask-login flask-mail
  flask-wtf folium fpdf fpdf2 fuzzywuzzy geopy glom gradio gtts halo humanize hyperopt inflect inquirer jellyfish jsonpath-ng langdetect
  langid lime loguru mechanize missingno moviepy newspaper3k optuna pandas passlib pdf2image pdfkit pdfplumber pendulum playsound
  praw prettytable progressbar2 pydub pyecharts pyfiglet pygal pygame pyjwt pyotp pypdf2 pyspellchecker python-docx python-jose
  python-levenshtein python-magic python-pptx python-slugify pyttsx3 pytube qrcode questionary rapidfuzz reportlab requests-html
  schedule scrapy seaborn selenium shap slowapi sounddevice speechrecognition sse-starlette structlog termcolor textblob
  textdistance thefuzz tqdm trio tweepy validators wikipedia wordcloud xhtml2pdf yfinance
`),
);

/** Whether nobody needs a distribution (normalised name) but code that imports it. */
export function isOnlyImported(distribution: string): boolean {
  return IMPORTED.has(distribution);
}
