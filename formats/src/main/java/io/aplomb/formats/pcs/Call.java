package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.List;

/**
 * One command being carried out.
 *
 * @param request as it came
 * @param words what is left of them, without options
 * @param options all of the command line
 * @param reports what is said on the standard error
 * @param cib the working copy
 */
record Call(PcsRequest request, List<String> words, Options options, Reports reports, CibEdit cib) {

    Call {
        words = List.copyOf(words);
    }

    /** The same without its first words. */
    Call from(int index) {
        return new Call(request, words.subList(index, words.size()), options, reports, cib);
    }

    /** A word; the syntax is shown where there is none. */
    String word(int index) {
        if (index >= words.size()) {
            throw InvalidCommand.usage();
        }
        return words.get(index);
    }

    /** Shows the syntax where there are fewer or more words. */
    void expectWords(int atLeast, int atMost) {
        if (words.size() < atLeast || words.size() > atMost) {
            throw InvalidCommand.usage();
        }
    }

    /** Whether it is a command of {@code pcs stonith}. */
    boolean isOfStonith() {
        return Options.parse(request.words()).words().getFirst().equals("stonith");
    }

    AgentCatalog agents() {
        return request.agents();
    }

    /** The base as the command has changed it; nothing to do where it is as it was. */
    PcsAnswer done() {
        return done("");
    }

    /** The same, with a text for the standard output. */
    PcsAnswer done(String output) {
        Element root = soundRoot();
        return root.equals(request.cib())
                ? printed(output)
                : new PcsAnswer.Changed(root, output, reports.lines());
    }

    /**
     * The base as the command has changed it.
     *
     * @throws InvalidCommand where something names what is there no more
     */
    Element soundRoot() {
        References.requireSound(request.cib(), cib);
        return cib.root();
    }

    PcsAnswer printed(String output) {
        return new PcsAnswer.Printed(output, reports.lines());
    }

    PcsAnswer delegated(RuntimeRequest order) {
        return new PcsAnswer.Delegated(order, reports.lines());
    }
}
