package io.aplomb.formats.haproxy.compile;

import io.aplomb.model.proxy.HttpSettings;
import io.aplomb.model.proxy.HttpSettings.AddressHeader;
import io.aplomb.model.proxy.HttpSettings.ConnectionMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a section being read treats HTTP messages. */
final class HttpDraft {

    ConnectionMode connectionMode = ConnectionMode.KEEP_ALIVE;
    @Nullable AddressHeader forwardFor;
    @Nullable AddressHeader originalTo;

    HttpDraft copy() {
        HttpDraft copy = new HttpDraft();
        copy.connectionMode = connectionMode;
        copy.forwardFor = forwardFor;
        copy.originalTo = originalTo;
        return copy;
    }

    HttpSettings build(Set<Flag> flags) {
        return new HttpSettings(
                connectionMode,
                forwardFor,
                originalTo,
                flags.contains(Flag.ACCEPT_INVALID_REQUEST),
                flags.contains(Flag.ACCEPT_INVALID_RESPONSE),
                flags.contains(Flag.HTTP_BUFFER_REQUEST),
                flags.contains(Flag.HTTP_IGNORE_PROBES),
                flags.contains(Flag.HTTP_USE_PROXY_HEADER),
                flags.contains(Flag.HTTP_NO_DELAY),
                flags.contains(Flag.ABORT_ON_CLOSE));
    }
}
