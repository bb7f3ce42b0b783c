package io.aplomb.sample.facts;

import io.aplomb.base.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection, of the client or to the server. Addresses are null on a unix socket; a port
 * without address is 0.
 */
public interface ConnectionFacts {

    /** Who opened it; after the PROXY protocol, who it says. On the server side our own address. */
    @Nullable IpAddress source();

    int sourcePort();

    /** Where it was opened to, before any redirection; on the server side the server. */
    @Nullable IpAddress destination();

    int destinationPort();

    /** Whether the source address belongs to this machine. */
    boolean sourceIsLocal();

    /** Whether the destination address belongs to this machine. */
    boolean destinationIsLocal();

    /** TLS of this connection, null when it has none or it is not established. */
    @Nullable TlsFacts tls();

    /** 1 for HTTP/1.x, 2 for HTTP/2, 3 for HTTP/3, 0 when not HTTP. */
    int httpMajorVersion();

    /** Whether a PROXY protocol header came with it. */
    boolean hasProxyHeader();

    /** PP2_TYPE_AUTHORITY of the PROXY protocol header. */
    @Nullable String proxyAuthority();

    /** PP2_TYPE_UNIQUE_ID of the PROXY protocol header. */
    @Nullable String proxyUniqueId();

    /** HAProxy's numeric connection error (manual fc_err), 0 when none. */
    int errorCode();

    /** The text of that error, null when none. */
    @Nullable String errorText();

    /** Kernel facts, null when not TCP or the kernel gives none. */
    @Nullable TcpFacts tcp();
}
