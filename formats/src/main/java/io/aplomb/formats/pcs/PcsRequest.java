package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * One command line.
 *
 * @param cib the base it works on, configuration and status
 * @param words what stands behind {@code pcs}, options such as {@code --force} among them; without
 *     {@code -f FILE}, which whoever reads files takes away
 * @param live whether the base is that of a running cluster; false for one from a file, where pcs
 *     refuses to wait and to ask the cluster
 * @param now for rules and lifetimes
 * @param agents the resource agents there are
 */
public record PcsRequest(
        Element cib, List<String> words, boolean live, OffsetDateTime now, AgentCatalog agents) {

    /** Keeps an unmodifiable copy. */
    public PcsRequest {
        words = List.copyOf(words);
    }
}
