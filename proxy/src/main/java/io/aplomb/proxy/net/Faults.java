package io.aplomb.proxy.net;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what peers do from what we did wrong, when an exception reaches the end of a pipeline. */
public final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    /** A reset or a TLS alert is everyday; anything else is a bug, and costs one connection. */
    public static void report(Throwable cause) {
        boolean ofPeer =
                cause instanceof IOException
                        || cause instanceof io.netty.handler.codec.DecoderException
                        || cause instanceof io.netty.channel.ChannelException;
        if (!ofPeer) {
            LOG.error("a connection is closed because of a bug", cause);
        }
    }
}
