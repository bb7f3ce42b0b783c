package io.aplomb.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files that expressions name (pattern lists, maps). This module reads none itself. */
public interface SampleResources {

    /** Gives no file: for expressions that stand alone. */
    SampleResources NONE = _ -> null;

    /** The lines of the file, without line ends; null when it cannot be read. */
    @Nullable List<String> lines(String path);
}
