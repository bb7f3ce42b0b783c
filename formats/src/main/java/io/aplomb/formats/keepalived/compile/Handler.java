package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.text.Refusal;

/**
 * Reads one statement into a draft.
 *
 * @param <D> what kind of block it stands in
 */
@FunctionalInterface
interface Handler<D> {

    /**
     * The keyword itself is already taken from the line.
     *
     * @throws Refusal when the statement cannot be honoured; the draft may then be half changed,
     *     which does no harm because the configuration is refused as a whole
     */
    void read(Line line, D draft) throws Refusal;
}
