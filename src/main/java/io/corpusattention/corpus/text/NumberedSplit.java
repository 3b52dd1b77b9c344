package io.corpusattention.corpus.text;

import java.io.Serializable;

/**
 * A part of a text file and where its lines stand.
 *
 * @param before lines of the whole input before its first
 * @param beforeInFile lines of its file before its first
 */
record NumberedSplit(TextSplit split, long before, long beforeInFile) implements Serializable {}
