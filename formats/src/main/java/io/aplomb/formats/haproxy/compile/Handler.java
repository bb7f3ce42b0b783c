package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;

/**
 * Reads one directive into a draft.
 *
 * @param <D> what kind of section it stands in
 */
@FunctionalInterface
interface Handler<D> {

    /**
     * The keyword itself is already taken from the line.
     *
     * @throws Refusal when the line cannot be honoured; the draft may then be half changed, which
     *     does no harm because the configuration is refused as a whole
     */
    void read(Line line, D draft) throws Refusal;
}
