package io.aplomb.sample.log;

/**
 * Flags of a variable: {@code %{+Q,+X,-E}ci}.
 *
 * @param quote Q: text in double quotes
 * @param hexadecimal X: addresses and numbers as hexadecimal digits
 * @param escape E: a backslash before quote, backslash and closing bracket
 */
record LogFlags(boolean quote, boolean hexadecimal, boolean escape) {

    static final LogFlags NONE = new LogFlags(false, false, false);

    /** The same with one flag set or cleared. */
    LogFlags with(char flag, boolean set) {
        return switch (flag) {
            case 'Q' -> new LogFlags(set, hexadecimal, escape);
            case 'X' -> new LogFlags(quote, set, escape);
            case 'E' -> new LogFlags(quote, hexadecimal, set);
            default -> throw new IllegalArgumentException("not a flag: " + flag);
        };
    }
}
