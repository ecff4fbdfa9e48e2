/** Files that a program opens, writes and reads back, and the paths that name them. */
