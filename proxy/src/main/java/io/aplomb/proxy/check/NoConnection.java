package io.aplomb.proxy.check;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.TcpFacts;
import io.aplomb.sample.facts.TlsFacts;
import org.jspecify.annotations.Nullable;

/** A check has no client. */
enum NoConnection implements ConnectionFacts {
    INSTANCE;

    @Override
    public @Nullable IpAddress source() {
        return null;
    }

    @Override
    public int sourcePort() {
        return 0;
    }

    @Override
    public @Nullable IpAddress destination() {
        return null;
    }

    @Override
    public int destinationPort() {
        return 0;
    }

    @Override
    public boolean sourceIsLocal() {
        return false;
    }

    @Override
    public boolean destinationIsLocal() {
        return false;
    }

    @Override
    public @Nullable TlsFacts tls() {
        return null;
    }

    @Override
    public int httpMajorVersion() {
        return 0;
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
