package io.aplomb.proxy.stream;

import io.aplomb.base.net.IpAddress;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.TcpFacts;
import io.aplomb.sample.facts.TlsFacts;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one connection, filled by the data path; the addresses may be replaced by rules. For
 * the event loop that owns the connection.
 */
public final class StreamConnection implements ConnectionFacts {

    private @Nullable IpAddress source;
    private int sourcePort;
    private @Nullable IpAddress destination;
    private int destinationPort;
    private @Nullable IpAddress ruledSource;
    private int ruledSourcePort = -1;
    private @Nullable IpAddress ruledDestination;
    private int ruledDestinationPort = -1;
    private @Nullable TlsFacts tls;
    private int httpMajorVersion;
    private @Nullable ProxyHeader proxyHeader;
    private int errorCode;
    private @Nullable String errorText;
    private @Nullable Supplier<@Nullable TcpFacts> tcp;
    private @Nullable IpAddress sourceOfText;
    private String sourceText = "";

    /** What a PROXY protocol header told besides addresses. */
    public record ProxyHeader(@Nullable String authority, @Nullable String uniqueId) {}

    /** Begins a new connection; addresses are null on a unix socket. */
    public void open(
            @Nullable IpAddress from, int fromPort, @Nullable IpAddress to, int toPort, int http) {
        source = from;
        sourcePort = fromPort;
        destination = to;
        destinationPort = toPort;
        httpMajorVersion = http;
        tls = null;
        proxyHeader = null;
        errorCode = 0;
        errorText = null;
        tcp = null;
        forgetRuled();
    }

    /** The PROXY protocol told other addresses; they hold for the whole connection. */
    public void proxied(
            @Nullable IpAddress from,
            int fromPort,
            @Nullable IpAddress to,
            int toPort,
            ProxyHeader header) {
        if (from != null) {
            source = from;
            sourcePort = fromPort;
            destination = to;
            destinationPort = toPort;
        }
        proxyHeader = header;
    }

    public void tls(@Nullable TlsFacts facts) {
        tls = facts;
    }

    /** Where kernel facts come from when asked for. */
    public void tcp(Supplier<@Nullable TcpFacts> facts) {
        tcp = facts;
    }

    /** Why it failed; the first reason stays, as it explains the others. */
    public void error(int code, String text) {
        if (errorCode == 0) {
            errorCode = code;
            errorText = text;
        }
    }

    /** {@code set-src}: for the present request, or before the first one for the connection. */
    public void replaceSource(IpAddress address) {
        ruledSource = address;
    }

    public void replaceSourcePort(int port) {
        ruledSourcePort = port;
    }

    public void replaceDestination(IpAddress address) {
        ruledDestination = address;
    }

    public void replaceDestinationPort(int port) {
        ruledDestinationPort = port;
    }

    /** The source as text, made once for a connection; empty on a unix socket. */
    public String sourceText() {
        IpAddress address = source();
        if (address == null) {
            return "";
        }
        if (!address.equals(sourceOfText)) {
            sourceOfText = address;
            sourceText = address.toString();
        }
        return sourceText;
    }

    /** What connection rules have set holds for all requests. */
    public void keepRuled() {
        source = source();
        sourcePort = sourcePort();
        destination = destination();
        destinationPort = destinationPort();
        forgetRuled();
    }

    void forgetRuled() {
        ruledSource = null;
        ruledSourcePort = -1;
        ruledDestination = null;
        ruledDestinationPort = -1;
    }

    @Override
    public @Nullable IpAddress source() {
        return ruledSource != null ? ruledSource : source;
    }

    @Override
    public int sourcePort() {
        return ruledSourcePort >= 0 ? ruledSourcePort : sourcePort;
    }

    @Override
    public @Nullable IpAddress destination() {
        return ruledDestination != null ? ruledDestination : destination;
    }

    @Override
    public int destinationPort() {
        return ruledDestinationPort >= 0 ? ruledDestinationPort : destinationPort;
    }

    @Override
    public boolean sourceIsLocal() {
        IpAddress address = source();
        return address == null || address.isLoopback() || address.equals(destination());
    }

    @Override
    public boolean destinationIsLocal() {
        return ruledDestination == null;
    }

    @Override
    public @Nullable TlsFacts tls() {
        return tls;
    }

    @Override
    public int httpMajorVersion() {
        return httpMajorVersion;
    }

    @Override
    public boolean hasProxyHeader() {
        return proxyHeader != null;
    }

    @Override
    public @Nullable String proxyAuthority() {
        return proxyHeader == null ? null : proxyHeader.authority();
    }

    @Override
    public @Nullable String proxyUniqueId() {
        return proxyHeader == null ? null : proxyHeader.uniqueId();
    }

    @Override
    public int errorCode() {
        return errorCode;
    }

    @Override
    public @Nullable String errorText() {
        return errorText;
    }

    @Override
    public @Nullable TcpFacts tcp() {
        return tcp == null ? null : tcp.get();
    }
}
