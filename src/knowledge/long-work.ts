/**
 * What keeps the thread that calls it busy for longer than an event loop may be held: models that infer, train or are loaded,
 * whole documents, pictures, tables and archives, folders that are copied, and passwords, whose hashes are slow on purpose.
 * Written 2026-11 from knowledge of the libraries; not checked page by page.
 */
import { HEAVY_OBJECTS } from './heavy-objects.ts';
import { words } from './words.ts';

/** Libraries whose objects are models. */
const MODEL_LIBRARIES =
  /^(?:transformers|diffusers|sentence_transformers|peft|whisper|faster_whisper|onnxruntime|tensorflow|keras|sklearn|xgboost|lightgbm|catboost|ultralytics|spacy|easyocr|paddleocr|insightface|llama_cpp|vllm|rembg|TTS|FlagEmbedding|keybert|speechbrain|pyannote|bertopic|umap|hdbscan|prophet|statsmodels|faiss|torch\.(?:nn|jit)|torchvision\.models)\./;

/** What such objects do that takes as long as the model is large. `__call__` is the object called itself. */
const MODEL_METHODS: ReadonlySet<string> = new Set(
  words(`
    __call__ forward fit fit_transform partial_fit fit_predict predict predict_proba predict_on_batch transform generate
    encode encode_document encode_query encode_multi_process rank transcribe readtext ocr create_completion
    create_chat_completion create_embedding chat tts tts_to_file infer score cross_val_score detect_language
    extract_keywords pipe search train add run get
  `),
);

/** Methods that do so of these libraries only: elsewhere they look something up. */
const SHARED_METHODS: ReadonlyMap<string, RegExp> = new Map([
  ['run', /^onnxruntime\./],
  ['get', /^insightface\./],
  ['search', /^faiss\./],
  ['train', /^(?:faiss|ultralytics|xgboost|lightgbm)\./],
  ['add', /^faiss\./],
  ['chat', /^(?:vllm|transformers)\./],
]);

/** Tokenizers and the like turn a text into numbers at once. */
const QUICK_CLASSES = /(?:Tokenizer(?:Fast)?|Processor|FeatureExtractor|Config|Scheduler|Normalizer|LabelEncoder|PCA)$/;

const FUNCTIONS: readonly RegExp[] = [
  /^(?:transformers|diffusers|sentence_transformers|peft)\.(?!Auto(?:Tokenizer|Config)|\w*(?:Tokenizer\w*|Config|Processor)\b)\w+\.from_pretrained$/,
  /^(?:torch\.(?:load|jit\.load)|joblib\.load|(?:tensorflow\.)?keras\.models\.load_model|rembg\.remove)$/,
  /^hashlib\.file_digest$/,
  /^(?:pandas|polars|geopandas)\.read_\w+$/,
  /^pandas\.(?:merge|pivot_table|concat|ExcelWriter)$|^pandas\.DataFrame\.(?:to_(?:csv|excel|parquet|sql|json|hdf|html)|merge|groupby|pivot_table|apply)$/,
  /^PIL\.Image\.Image\.(?:resize|filter|transform|rotate|quantize|thumbnail|save|convert)$|^PIL\.ImageOps\.\w+$/,
  /^cv2\.(?:im(?:decode|encode|read|write)|resize|\w*[bB]lur|fastNlMeansDenoising\w*|warp\w+|matchTemplate|findContours|inpaint|bilateralFilter|dnn\w*\.\w+\.forward|CascadeClassifier\.detectMultiScale|VideoCapture\.read)$/,
  /^(?:fitz|pymupdf|pdfplumber|pikepdf)\.open$|^(?:pypdf|PyPDF2)\.PdfReader$|^pdf2image\.convert_from_\w+$|^pytesseract\.image_to_\w+$/,
  /^docx\.Document$|^pptx\.Presentation$|^openpyxl\.(?:load_workbook|Workbook\.save)$|^weasyprint\.HTML\.write_pdf$|^pdfkit\.from_\w+$/,
  /^(?:camelot|tabula)\.read_pdf$|^docx2txt\.process$|^textract\.process$|^unstructured\.partition\.[\w.]+$|^mammoth\.convert_to_\w+$/,
  /^llama_index\.(?:\w+\.)*(?:SimpleDirectoryReader|\w*Reader)\.load_data$|^docling\.document_converter\.DocumentConverter\.convert(?:_all)?$/,
  /^matplotlib\.(?:pyplot|figure\.Figure)\.savefig$|^librosa\.load$|^pydub\.AudioSegment\.(?:from_\w+|export)$/,
  /^zipfile\.ZipFile\.(?:extractall|write|writestr|testzip)$|^tarfile\.TarFile\.(?:extractall|add)$/,
  /^(?:zlib|gzip|bz2|lzma)\.(?:de)?compress$|^shutil\.(?:make_archive|unpack_archive|copytree|copyfileobj|copy2?|copyfile|rmtree)$/,
  /^scipy\.(?:optimize|integrate|spatial|cluster)\.[\w.]+$|^sklearn\.model_selection\.cross_\w+$|^numpy\.linalg\.(?:svd|eigh?|pinv|lstsq)$/,
  /^cryptography\.hazmat\.primitives\.asymmetric\.rsa\.generate_private_key$/,
];

/** Hashes of passwords and derived keys: slow on purpose, whatever they are given. */
const SLOW_HASHES: readonly RegExp[] = [
  /^bcrypt\.(?:hashpw|checkpw|kdf)$|^hashlib\.(?:pbkdf2_hmac|scrypt)$|^argon2\.PasswordHasher\.(?:hash|verify)$/,
  /^passlib\.(?:context\.CryptContext|hash\.\w+)\.(?:hash|verify|encrypt|verify_and_update)$/,
  /^werkzeug\.security\.\w+_password_hash$|^django\.contrib\.auth\.hashers\.(?:make|check)_password$/,
  // Those beside them (HKDF, Concat, X9.63) hash once or twice.
  /^cryptography\.hazmat\.primitives\.kdf\.(?:pbkdf2|scrypt|argon2)\.\w+\.(?:derive|verify)$/,
];

/** Behind the name of a hash that is known to take some milliseconds. */
export const FEW_ROUNDS = ' (few rounds)';
export const isPasswordHash = (name: string): boolean =>
  SLOW_HASHES.some((each) => each.test(name.replace(FEW_ROUNDS, '')));
/** Without those of few rounds; passlib has some 29,000 of PBKDF2 by default, which take ten to twenty milliseconds. */
export const isSlowHash = (name: string): boolean =>
  isPasswordHash(name) && !name.endsWith(FEW_ROUNDS) && !/^passlib\.hash\.pbkdf2_sha(?:256|512)\./.test(name);

/**
 * What takes long of almost whatever it is given: whole documents that are read, speech and pictures that are recognised, texts that
 * are generated, archives that are unpacked. What loads a model is distinguished: it may be done once.
 */
export const isLengthy = (name: string): boolean => LENGTHY.some((each) => each.test(name));

const LENGTHY: readonly RegExp[] = [
  /^(?:transformers|diffusers|sentence_transformers|whisper|faster_whisper|ultralytics|easyocr|paddleocr|llama_cpp|vllm|rembg|TTS)\.(?:\w+\.)*(?:__call__|generate|encode|transcribe|readtext|ocr|predict|chat|tts|tts_to_file|create_completion|create_chat_completion|remove)$/,
  /^(?:fitz|pymupdf|pdfplumber)\.open$|^(?:pypdf|PyPDF2)\.PdfReader$|^pdf2image\.convert_from_\w+$|^pytesseract\.image_to_\w+$/,
  /^docx\.Document$|^pptx\.Presentation$|^docx2txt\.process$|^textract\.process$|^unstructured\.partition\.[\w.]+$|^weasyprint\.HTML\.write_pdf$/,
  /^llama_index\.[\w.]+\.load_data$|^docling\.[\w.]+\.convert(?:_all)?$|^(?:camelot|tabula)\.read_pdf$|^mammoth\.convert_to_\w+$/,
  /^zipfile\.ZipFile\.extractall$|^tarfile\.TarFile\.extractall$|^shutil\.(?:make_archive|unpack_archive|copytree)$|^pydub\.AudioSegment\.(?:from_\w+|export)$/,
];

/** First segments of them all, by which most names are distinguished. */
const PACKAGES: ReadonlySet<string> = new Set(
  words(`
    transformers diffusers sentence_transformers peft whisper faster_whisper onnxruntime tensorflow keras sklearn xgboost
    lightgbm catboost ultralytics spacy easyocr paddleocr insightface llama_cpp vllm rembg TTS FlagEmbedding keybert
    speechbrain pyannote bertopic umap hdbscan prophet statsmodels faiss torch torchvision joblib bcrypt passlib argon2
    hashlib werkzeug django pandas polars geopandas PIL cv2 fitz pymupdf pdfplumber pikepdf pypdf PyPDF2 pdf2image
    pytesseract docx pptx openpyxl weasyprint pdfkit camelot tabula docx2txt textract unstructured mammoth matplotlib
    llama_index docling librosa pydub zipfile tarfile zlib gzip bz2 lzma shutil scipy numpy cryptography
  `),
);

/** Whether the function, or the method of an object of a class, of this qualified name works for long. */
export function worksLong(name: string): boolean {
  if (!PACKAGES.has(name.slice(0, Math.max(0, name.indexOf('.'))))) return false;
  if (HEAVY_OBJECTS.get(name) === 'model') return true;
  const dot = name.lastIndexOf('.');
  const method = name.slice(dot + 1);
  if (MODEL_METHODS.has(method) && MODEL_LIBRARIES.test(name)) {
    const owner = name.slice(0, dot);
    const only = SHARED_METHODS.get(method);
    if (/\.[A-Z]\w*$/.test(owner)) return only === undefined ? !QUICK_CLASSES.test(owner) : only.test(name);
  }
  return isPasswordHash(name) || FUNCTIONS.some((each) => each.test(name));
}

/** What loads models, and the classes of these, for the table of results. */
export const MODELS_MADE = `
  spacy.load spacy.language.Language
  transformers.pipeline transformers.Pipeline
  whisper.load_model whisper.Whisper
  joblib.load sklearn.base.BaseEstimator
  torch.jit.load torch.jit.ScriptModule
  keras.models.load_model keras.Model
  tensorflow.keras.models.load_model keras.Model
`;

/** Whether it only loads what works later: a model, or something else that is read. */
export const isLoading = (name: string): boolean => isModel(name) || /\.load$/.test(name);
export const isModel = (name: string): boolean =>
  HEAVY_OBJECTS.get(name) === 'model' || /\.(?:from_pretrained|load_model)$/.test(name);

/** Whether any name of this package may. */
export const mayWorkLong = (dotted: string): boolean => PACKAGES.has(dotted.split('.', 1)[0] ?? '');

/** Methods by which objects of such libraries are told where and how to work, and that give them back. */
export const returnsSelf = (owner: string, method: string): boolean =>
  SELF_RETURNING.has(method) && MODEL_LIBRARIES.test(`${owner}.`);

const SELF_RETURNING: ReadonlySet<string> = new Set(
  words('to eval cuda cpu half float bfloat16 train requires_grad_ compile'),
);

/** Methods of models that other modules may hold. */
export const MODEL_WORK: ReadonlySet<string> = new Set(
  words(
    '__call__ predict predict_proba transform generate encode transcribe readtext ocr create_completion create_chat_completion run',
  ),
);
