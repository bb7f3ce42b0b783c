package io.aplomb.proxy.log;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closes what is of no more use, where a failure changes nothing. */
final class Closing {

    private Closing() {}

    static void quietly(@Nullable Closeable resource) {
        if (resource == null) {
            return;
        }
        try {
            resource.close();
        } catch (IOException e) {
            // Nothing is lost with a resource that is given up anyway.
        }
    }
}
