package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.List;

/**
 * What became of a command line.
 *
 * <p>All lines for the standard error stand as they are to be printed: with {@code Error: }, {@code
 * Warning: }, {@code Deprecation Warning: } in front, or without for a note.
 */
public sealed interface PcsAnswer {

    /**
     * The base is to become this one. Its version attributes ({@code epoch} ...) are not touched:
     * whoever stores it counts them. Exit code 0.
     *
     * @param output for the standard output, with its line ends
     * @param warnings lines for the standard error
     */
    record Changed(Element cib, String output, List<String> warnings) implements PcsAnswer {
        /** Keeps an unmodifiable copy. */
        public Changed {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A text was asked for, or there is nothing to change. Exit code 0.
     *
     * @param output for the standard output, with its line ends
     * @param warnings lines for the standard error
     */
    record Printed(String output, List<String> warnings) implements PcsAnswer {
        /** Keeps an unmodifiable copy. */
        public Printed {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * It is not done. Exit code 1.
     *
     * @param errors lines for the standard error, warnings that came before among them
     */
    record Refused(List<String> errors) implements PcsAnswer {
        /** Keeps an unmodifiable copy. */
        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /**
     * More than an edit: the running cluster has to do something. With a base from a file only what
     * reads or writes files, or tells how it stands, is asked for.
     *
     * @param warnings lines for the standard error, before anything else is printed
     */
    record Delegated(RuntimeRequest request, List<String> warnings) implements PcsAnswer {
        /** Keeps an unmodifiable copy. */
        public Delegated {
            warnings = List.copyOf(warnings);
        }
    }
}
