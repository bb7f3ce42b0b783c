package io.aplomb.formats.keepalived.syntax;

import io.aplomb.formats.text.Word;

/**
 * One word in both readings that keepalived has.
 *
 * @param word quotes taken away, backslashes as written
 * @param decoded the same with escapes such as {@code \n} and {@code \x41} resolved, as scripts and
 *     regular expressions are read
 */
public record Term(Word word, String decoded) {}
