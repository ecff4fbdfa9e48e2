/** Texts that are made, tested, refused and listed: SQL, patterns, templates, names in texts. */
