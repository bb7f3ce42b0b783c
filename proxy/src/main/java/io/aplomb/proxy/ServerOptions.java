package io.aplomb.proxy;

import io.aplomb.proxy.net.Transport;

/**
 * What the command line adds to a configuration.
 *
 * @param loops event loops, 0 for {@code nbthread} or else one per processor
 * @param version shown in statistics and by the runtime socket
 */
public record ServerOptions(int loops, Transport transport, String version) {}
