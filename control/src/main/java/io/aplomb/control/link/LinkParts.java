package io.aplomb.control.link;

import io.aplomb.base.Clock;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** What a detector is made of. */
record LinkParts(
        String self,
        long incarnation,
        LinkSettings settings,
        LinkListener listener,
        BeatPayload payload,
        Clock clock,
        Executor handshakes,
        SSLContext tls) {}
