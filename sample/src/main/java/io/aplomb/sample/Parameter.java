package io.aplomb.sample;

/**
 * One parameter of a fetch or converter.
 *
 * @param name for messages and documentation
 * @param least smallest value where it is a number
 * @param most largest value where it is a number
 */
public record Parameter(String name, ArgumentType type, boolean required, long least, long most) {

    /** A parameter which must be given. */
    public static Parameter required(String name, ArgumentType type) {
        return new Parameter(name, type, true, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A parameter which may be left out. */
    public static Parameter optional(String name, ArgumentType type) {
        return new Parameter(name, type, false, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The same with bounds, both inclusive. */
    public Parameter within(long lowest, long highest) {
        return new Parameter(name, type, required, lowest, highest);
    }
}
