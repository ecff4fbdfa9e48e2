/**
 * Of a class at most so many classes above it are listed, and then one that is unknown: in a chain each lists all before it, and in
 * a diamond of unknown bases each lists them twice as often as the one before. People write ten.
 */
export const LONGEST_LINEAGE = 100;
