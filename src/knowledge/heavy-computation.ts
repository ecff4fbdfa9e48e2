/**
 * Library calls that keep a processor busy, for as long as their data are large. Written 2026-11 from knowledge of the
 * libraries; not checked page by page.
 */

/** Whether a call of this qualified name computes for long; what only loads, saves, moves or asks does not. */
export function isHeavyComputation(qualifiedName: string): boolean {
  return (LIBRARIES.test(qualifiedName) || FUNCTIONS.test(qualifiedName)) && !LIGHT.test(qualifiedName);
}

/** Whether it computes for longer than an event loop may be held: passwords, compression, tables and documents as well. */
export function holdsLoopByComputing(qualifiedName: string): boolean {
  return isHeavyComputation(qualifiedName) || SLOW.test(qualifiedName);
}

const SLOW =
  /^(hashlib\.(pbkdf2_hmac|scrypt)|bcrypt\.(hashpw|checkpw|kdf)|(zlib|gzip|bz2|lzma)\.compress|pandas\.(read_\w+|DataFrame\.(to_\w+|merge|groupby))|pikepdf\.\w+|fitz\.\w+|pdfplumber\.\w+)$/;
const LIBRARIES =
  /^(torch|torchvision|torchaudio|transformers|diffusers|sentence_transformers|faster_whisper|whisper|onnxruntime|tensorflow|keras|jax|sklearn|xgboost|lightgbm|catboost|cv2|skimage|scipy|easyocr|paddleocr|ultralytics|spacy|librosa|rembg|insightface|llama_cpp|mlx|TTS|rapidocr_onnxruntime)\./;
const FUNCTIONS =
  /^(PIL\.(Image\.Image\.(resize|filter|transform|rotate|quantize|thumbnail)|ImageFilter\.|ImageOps\.)|numpy\.(linalg|fft)\.)/;
const LIGHT =
  /(^|\.)(load|save|imread|imwrite|imdecode|imencode|open|close|from_pretrained|save_pretrained|tensor|as_tensor|from_numpy|device|is_available|empty_cache|synchronize|cvtColor|VideoCapture|release|no_grad|inference_mode|autocast|get_\w+|set_\w+|manual_seed|device_count|read)$|^torch\.(cuda|backends|distributed)\./;

/** Whether it decodes, encodes, packs or derives, for as long as what it is given is large. */
export const isCodec = (qualifiedName: string): boolean => CODECS.test(qualifiedName);

/** Whether it turns bytes into text or back: cheap for a token, not for a picture beside such a codec. */
export const isTextCodec = (qualifiedName: string): boolean => TEXT_CODECS.test(qualifiedName);

/** Whether it is short for one picture of a camera, and long only for huge ones. */
export const isPictureCodec = (qualifiedName: string): boolean => /^cv2\.im(de|en)code$/.test(qualifiedName);

const CODECS =
  /^(PIL\.Image\.(open|Image\.(convert|save|resize|filter|transform|rotate|quantize|thumbnail|load))|PIL\.Image(Ops|Filter)\.\w+|cv2\.(imdecode|imencode|resize|GaussianBlur|warpAffine)|(zlib|gzip|bz2|lzma)\.(de)?compress|bcrypt\.(hashpw|checkpw|kdf)|hashlib\.(pbkdf2_hmac|scrypt)|pandas\.read_\w+|librosa\.load|soundfile\.(read|write)|pikepdf\.open|fitz\.open|pdfplumber\.open|docx\.Document|openpyxl\.load_workbook)$/;
const TEXT_CODECS = /^base64\.(standard_|urlsafe_)?b\d\d(encode|decode)$/;
