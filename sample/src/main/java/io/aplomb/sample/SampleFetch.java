package io.aplomb.sample;

/**
 * A sample fetch method of HAProxy's manual, sections 7.3.2 to 7.3.6.
 *
 * @param signature how it is written
 * @param compiler binds it to its arguments
 */
public record SampleFetch(Signature signature, Compiler compiler) {

    /** Binds a fetch to checked arguments. */
    @FunctionalInterface
    public interface Compiler {

        /**
         * The fetch with its arguments.
         *
         * @throws ArgumentException when they do not go together
         */
        CompiledFetch compile(Arguments arguments) throws ArgumentException;
    }
}
