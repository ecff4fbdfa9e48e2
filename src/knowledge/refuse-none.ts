/** Functions of the standard library that raise a TypeError (some an AttributeError) for `None`: CPython 3.14. */

/** At any position. */
export const REFUSING_ALL =
  /^(?:builtins\.(?:int|float|len|iter|list|tuple|set|frozenset|sorted|sum|min|max|enumerate|zip|divmod)|os\.path\.\w+|math\.(?!inf|nan)\w+|re\.(?:match|search|fullmatch|findall|finditer|split)|shutil\.(?:copy\w*|move)|fnmatch\.\w+|hmac\.compare_digest)$/;

/** As the first argument; further ones have a default of that. */
export const REFUSING_FIRST =
  /^(?:builtins\.(?:open|abs|round|ord|chr|range|any|all|next|reversed|bytes|dict\.fromkeys)|json\.loads?|pickle\.loads?|yaml\.safe_load_all|tomllib\.loads?|pathlib\.(?:Pure)?Path|decimal\.Decimal|uuid\.UUID|datetime\.(?:datetime|date|time)\.(?:fromisoformat|fromtimestamp|strptime|fromordinal)|base64\.\w+|email\.utils\.parsedate_to_datetime|importlib\.import_module|ipaddress\.ip_\w+|hashlib\.(?:md5|sha\d+|blake2b)|textwrap\.\w+|struct\.calcsize|os\.(?:remove|unlink|makedirs|mkdir|rmdir|rename|kill|stat)|shlex\.quote|html\.(?:un)?escape|time\.sleep)$/;
