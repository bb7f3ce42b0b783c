package io.aplomb.proxy.tls;

import io.aplomb.base.Check;
import io.aplomb.base.SourcePosition;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.model.proxy.Server;
import io.aplomb.model.proxy.TlsClient;
import io.aplomb.model.proxy.TlsServer;
import io.aplomb.proxy.net.TlsContexts;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The TLS contexts of one configuration, all certificates read when it is made. Any thread. */
public final class LoadedTlsContexts implements TlsContexts {

    /** Frees native contexts once no configuration can use them any more. */
    private static final Cleaner CLEANER = Cleaner.create();

    /** What we speak inside TLS; other names in {@code alpn} are not offered. */
    private static final String HTTP_1_1 = "http/1.1";

    private final Map<TlsServer, SslContext> ofBinds = new HashMap<>();
    private final Map<TlsClient, SslContext> ofServers = new HashMap<>();
    private final Map<TlsClient, CheckTls> ofChecks = new HashMap<>();
    private final List<SslContext> all = new ArrayList<>();

    private @Nullable CheckTls unverified;

    private LoadedTlsContexts() {
        // Sessions of a former configuration may connect with them for hours, so nobody can say
        // when to let go of them but the collector. Connections hold references of their own.
        List<SslContext> contexts = all;
        var _ = CLEANER.register(this, () -> contexts.forEach(ReferenceCountUtil::release));
    }

    /**
     * Reads every certificate the configuration names.
     *
     * @throws TlsLoadException for the first that cannot be used
     */
    public static LoadedTlsContexts load(ProxyConfig config) throws TlsLoadException {
        List<Bind> binds = new ArrayList<>();
        List<Server> servers = new ArrayList<>();
        for (Proxy proxy : config.proxies()) {
            if (proxy.frontend() != null) {
                binds.addAll(proxy.frontend().binds());
            }
            if (proxy.backend() != null) {
                servers.addAll(proxy.backend().servers());
            }
        }
        return load(binds, servers);
    }

    static LoadedTlsContexts load(List<Bind> binds, List<Server> servers) throws TlsLoadException {
        LoadedTlsContexts contexts = new LoadedTlsContexts();
        for (Bind bind : binds) {
            contexts.add(bind);
        }
        for (Server server : servers) {
            contexts.add(server);
        }
        return contexts;
    }

    @Override
    public SslHandler acceptedOn(Bind bind, ByteBufAllocator allocator) {
        TlsServer settings = Check.present(bind.tls(), "TLS settings of a bind line");
        SslContext context = Check.present(ofBinds.get(settings), "TLS context of a bind line");
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0); // 'timeout client' bounds it
        if (settings.noTickets()) {
            EngineFacts.withoutTickets(handler.engine());
        }
        return handler;
    }

    @Override
    public SslHandler connectingTo(
            Server server, ByteBufAllocator allocator, @Nullable String serverName) {
        TlsClient settings = Check.present(server.tls(), "TLS settings of " + server.name());
        SslContext context = Check.present(ofServers.get(settings), "TLS context of a server");
        String expectedName = settings.verifyHost() == null ? serverName : settings.verifyHost();
        SslHandler handler =
                expectedName == null
                        ? context.newHandler(allocator)
                        : context.newHandler(allocator, expectedName, 0);
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(
                serverName == null || !isHostName(serverName)
                        ? List.of()
                        : List.of(new SNIHostName(serverName)));
        if (settings.verify() && expectedName != null) {
            // RFC 9110 4.3.4: the name asked for must be one of the certificate's.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return handler;
    }

    /** What checks of a server speak TLS with, if they do. */
    public CheckTls checking(Server server) {
        CheckTls own = ofChecks.get(server.tls());
        return own == null ? unverified() : own;
    }

    private synchronized CheckTls unverified() {
        CheckTls made = unverified == null ? CheckTlsContexts.unverified() : unverified;
        unverified = made;
        return made;
    }

    private static boolean isHostName(String name) {
        return !name.isEmpty() && !name.contains(":") && !name.matches("[0-9.]+");
    }

    private void add(Bind bind) throws TlsLoadException {
        TlsServer settings = bind.tls();
        if (settings == null || ofBinds.containsKey(settings)) {
            return;
        }
        try {
            ofBinds.put(settings, kept(serverContext(settings)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw failure(bind.position(), settings.certificates(), e);
        }
    }

    private void add(Server server) throws TlsLoadException {
        TlsClient settings = server.tls();
        if (settings == null || ofServers.containsKey(settings)) {
            return;
        }
        try {
            ofServers.put(settings, kept(clientContext(settings)));
            ofChecks.put(settings, CheckTlsContexts.of(settings));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            List<String> files =
                    Stream.of(settings.caFile(), settings.crlFile(), settings.certificate())
                            .filter(Objects::nonNull)
                            .map(String::valueOf)
                            .toList();
            throw failure(server.position(), files, e);
        }
    }

    private SslContext kept(SslContext context) {
        all.add(context);
        return context;
    }

    private static TlsLoadException failure(
            SourcePosition position, List<String> files, Exception cause) {
        String reason =
                switch (cause) {
                    case java.nio.file.NoSuchFileException missing ->
                            "no such file: " + missing.getFile();
                    case java.nio.file.AccessDeniedException denied ->
                            "permission denied: " + denied.getFile();
                    default -> String.join(", ", files) + ": " + cause.getMessage();
                };
        return new TlsLoadException(position, reason, cause);
    }

    private static SslContext serverContext(TlsServer settings)
            throws IOException, GeneralSecurityException {
        List<CertificateFiles.Identity> identities = new ArrayList<>();
        for (String path : settings.certificates()) {
            identities.addAll(CertificateFiles.identities(path));
        }
        if (settings.certificateList() != null) {
            identities.addAll(CertificateFiles.fromList(settings.certificateList()));
        }
        if (identities.isEmpty()) {
            throw new GeneralSecurityException("no certificate: 'ssl' needs 'crt FILE'");
        }
        SslContextBuilder builder =
                SslContextBuilder.forServer(new SniKeyManager(identities, settings.strictSni()));
        TlsParameters.apply(
                builder,
                settings.minVersion(),
                settings.maxVersion(),
                settings.ciphers(),
                settings.ciphersuites());
        switch (settings.verify()) {
            case NONE -> builder.clientAuth(ClientAuth.NONE);
            case OPTIONAL -> builder.clientAuth(ClientAuth.OPTIONAL);
            case REQUIRED -> builder.clientAuth(ClientAuth.REQUIRE);
        }
        if (settings.verify() != TlsServer.Verify.NONE) {
            builder.trustManager(TrustStores.of(settings.caFile(), settings.crlFile()));
        }
        if (settings.alpn().contains(HTTP_1_1)) {
            builder.applicationProtocolConfig(httpOneOnly());
        }
        return builder.build();
    }

    private static SslContext clientContext(TlsClient settings)
            throws IOException, GeneralSecurityException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        TlsParameters.apply(
                builder,
                settings.minVersion(),
                settings.maxVersion(),
                settings.ciphers(),
                settings.ciphersuites());
        // Names are compared per connection, only where the configuration asks for it.
        builder.endpointIdentificationAlgorithm(null);
        builder.trustManager(
                settings.verify()
                        ? TrustStores.of(settings.caFile(), settings.crlFile())
                        : InsecureTrustManagerFactory.INSTANCE);
        if (settings.certificate() != null) {
            PemBundle identity = CertificateFiles.client(settings.certificate());
            builder.keyManager(
                    identity.key(), identity.certificates().toArray(X509Certificate[]::new));
        }
        if (settings.alpn().contains(HTTP_1_1)) {
            builder.applicationProtocolConfig(httpOneOnly());
        }
        return builder.build();
    }

    private static ApplicationProtocolConfig httpOneOnly() {
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                HTTP_1_1);
    }
}
