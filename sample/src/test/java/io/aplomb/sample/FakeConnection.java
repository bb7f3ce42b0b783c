package io.aplomb.sample;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.TcpFacts;
import io.aplomb.sample.facts.TlsFacts;
import org.jspecify.annotations.Nullable;

/** A connection on the loopback. */
public record FakeConnection(int sourcePort, int destinationPort, @Nullable TlsFacts tls)
        implements ConnectionFacts {

    /** One without TLS. */
    public FakeConnection(int sourcePort, int destinationPort) {
        this(sourcePort, destinationPort, null);
    }

    @Override
    public IpAddress source() {
        return IpAddress.LOOPBACK_V4;
    }

    @Override
    public IpAddress destination() {
        return IpAddress.LOOPBACK_V4;
    }

    @Override
    public boolean sourceIsLocal() {
        return true;
    }

    @Override
    public boolean destinationIsLocal() {
        return true;
    }

    @Override
    public int httpMajorVersion() {
        return 1;
    }

    @Override
    public boolean hasProxyHeader() {
        return false;
    }

    @Override
    public @Nullable String proxyAuthority() {
        return null;
    }

    @Override
    public @Nullable String proxyUniqueId() {
        return null;
    }

    @Override
    public int errorCode() {
        return 0;
    }

    @Override
    public @Nullable String errorText() {
        return null;
    }

    @Override
    public @Nullable TcpFacts tcp() {
        return null;
    }
}
