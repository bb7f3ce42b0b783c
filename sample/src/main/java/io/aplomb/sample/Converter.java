package io.aplomb.sample;

/**
 * A converter of HAProxy's manual, section 7.3.1.
 *
 * @param signature how it is written
 * @param compiler binds it to its arguments
 */
public record Converter(Signature signature, Compiler compiler) {

    /** Binds a converter to checked arguments. */
    @FunctionalInterface
    public interface Compiler {

        /**
         * The converter with its arguments.
         *
         * @throws ArgumentException when they do not go together
         */
        CompiledConverter compile(Arguments arguments) throws ArgumentException;
    }
}
