/**
 * Top-level modules and packages of CPython's standard library, 3.8 to 3.14, all platforms.
 * Sources, read 2026-11: `sys.stdlib_module_names` of 3.11.7 and 3.14.2, and for what came and went
 * https://docs.python.org/3/whatsnew/ (3.9 to 3.14) and PEP 594. `test` is CPython's own test package.
 */
import { words } from './words.ts';

const IN_EVERY_VERSION = words(`
  __future__ __main__ abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile
  calendar cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars
  copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum
  errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext
  glob grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools json keyword
  linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder msvcrt multiprocessing netrc nt ntpath
  nturl2path numbers opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix
  posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline
  reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket
  socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess
  symtable sys sysconfig syslog tabnanny tarfile tempfile termios test textwrap this threading time timeit tkinter token
  tokenize trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings
  wave weakref webbrowser winreg winsound wsgiref xml xmlrpc xxlimited xxsubtype zipapp zipfile zipimport zlib
`);

/** Modules that are not for use, but that code imports all the same. */
const PRIVATE = words(`
  _abc _aix_support _android_support _apple_support _ast _ast_unparse _asyncio _bisect _blake2 _bootlocale _bootsubprocess
  _bz2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections _collections_abc
  _colorize _compat_pickle _compression _contextvars _crypt _csv _ctypes _curses _curses_panel _datetime _dbm _decimal
  _dummy_thread _elementtree _frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq _hmac _imp
  _interpchannels _interpqueues _interpreters _io _ios_support _json _locale _lsprof _lzma _markupbase _md5 _msi
  _multibytecodec _multiprocessing _opcode _opcode_metadata _operator _osx_support _overlapped _pickle _posixshmem
  _posixsubprocess _py_abc _py_warnings _pydatetime _pydecimal _pyio _pylong _pyrepl _queue _random _remote_debugging
  _scproxy _sha1 _sha2 _sha256 _sha3 _sha512 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat _statistics _string
  _strptime _struct _suggestions _symtable _sysconfig _thread _threading_local _tkinter _tokenize _tracemalloc _types
  _typing _uuid _warnings _weakref _weakrefset _winapi _wmi _xxsubinterpreters _zoneinfo _zstd
`);

/** Modules that are younger than 3.8, with the version that brought them. */
export const ADDED_MODULES: ReadonlyMap<string, string> = new Map([
  ['graphlib', '3.9'],
  ['zoneinfo', '3.9'],
  ['tomllib', '3.11'],
  ['annotationlib', '3.14'],
  ['compression', '3.14'],
]);

/** Modules that are gone, with the first version without them. */
export const REMOVED_MODULES: ReadonlyMap<string, string> = new Map([
  ...removedIn('3.9', 'dummy_threading'),
  ...removedIn('3.10', 'formatter parser symbol'),
  ...removedIn('3.11', 'binhex'),
  ...removedIn('3.12', 'asynchat asyncore distutils imp smtpd'),
  ...removedIn(
    '3.13',
    `aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau
     telnetlib uu xdrlib`,
  ),
]);

/** Every name that is a standard module in some version from 3.8 to 3.14. */
export const STANDARD_LIBRARY_MODULES: ReadonlySet<string> = new Set([
  ...IN_EVERY_VERSION,
  ...PRIVATE,
  ...ADDED_MODULES.keys(),
  ...REMOVED_MODULES.keys(),
]);

function removedIn(version: string, names: string): (readonly [string, string])[] {
  return words(names).map((name) => [name, version] as const);
}
