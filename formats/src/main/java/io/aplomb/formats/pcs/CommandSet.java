package io.aplomb.formats.pcs;

/** One command, or several that begin with the same word. */
@FunctionalInterface
interface CommandSet {

    /**
     * Carries a command out.
     *
     * @param call its words without those that led here
     * @throws InvalidCommand where it is not done
     */
    PcsAnswer run(Call call);
}
