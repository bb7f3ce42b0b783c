package io.aplomb.proxy.stats;

import java.util.Map;

/** What is known of the whole process: the lines of {@code show info}. Any thread. */
@FunctionalInterface
public interface ProcessFigures {

    /** A consistent reading; fields without entry are zero. */
    Map<InfoField, String> read();
}
