package io.aplomb.formats.cib;

import io.aplomb.base.Diagnostics;
import io.aplomb.model.cib.Element;
import java.util.Optional;

/**
 * Reads a cluster information base. Never throws for a bad text; the diagnostics say what is wrong
 * and where.
 *
 * <p>What Pacemaker's schema refuses is an error, namely an id that is there twice, a reference to
 * nothing and a score that is none; where the text itself switches the schema off ({@code
 * validate-with="none"}) it is a warning. What Pacemaker ignores is a warning.
 *
 * <p>Source: the schemas of Pacemaker 2.1.5 (pacemaker-3.9.rng and what it includes).
 */
public final class CibReader {

    private CibReader() {}

    /**
     * The tree of a text in the form of today: {@link Upgrade#toCurrent}. Empty when there is an
     * error.
     *
     * @param file the name of the text in messages
     */
    public static Optional<Element> read(String text, String file, Diagnostics diagnostics) {
        return readAsWritten(text, file, diagnostics).map(Upgrade::toCurrent);
    }

    /** The tree of a text as it stands, checked. Empty when there is an error. */
    public static Optional<Element> readAsWritten(
            String text, String file, Diagnostics diagnostics) {
        Optional<XmlTree> tree = XmlTree.parse(text, file, diagnostics);
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        boolean sound = new CibChecks(tree.get(), diagnostics).check();
        return sound ? Optional.of(tree.get().root()) : Optional.empty();
    }
}
