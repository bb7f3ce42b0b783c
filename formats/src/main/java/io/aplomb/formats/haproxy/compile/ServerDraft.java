package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.SourcePosition;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.GlobalSettings.TlsDefaults;
import io.aplomb.model.proxy.Server;
import org.jspecify.annotations.Nullable;

/** A {@code server} or {@code default-server} line being read; HAProxy 2.6's defaults at first. */
final class ServerDraft {

    String name = "";

    /** The word of the line that names the server; of {@code default-server} never asked for. */
    @Nullable Word nameAt;

    SourcePosition position = SourcePosition.ofFile("");
    EndpointSpec endpoint = new EndpointSpec.Inet(null, 0);
    @Nullable Word addressAt;
    boolean usesClientPort;
    int portOffset;

    int id;
    boolean idForced;
    int weight = 1;
    boolean backup;
    boolean disabled;
    int maxConn;
    int minConn;
    int maxQueue;
    int maxReuse = -1;
    int poolMaxConn = -1;
    long poolPurgeDelayMs = 5_000;
    long slowStartMs;
    @Nullable String cookie;
    @Nullable String redirectPrefix;
    @Nullable String track;
    @Nullable Word trackAt;
    Server.ProxyProtocol sendProxy = Server.ProxyProtocol.NONE;
    @Nullable EndpointSpec sourceAddress;
    final TlsClientDraft tls;
    final ServerCheckDraft check;

    ServerDraft() {
        tls = new TlsClientDraft();
        check = new ServerCheckDraft();
    }

    private ServerDraft(ServerDraft defaults) {
        tls = defaults.tls.copy();
        check = defaults.check.copy();
        id = defaults.id;
        weight = defaults.weight;
        backup = defaults.backup;
        disabled = defaults.disabled;
        maxConn = defaults.maxConn;
        minConn = defaults.minConn;
        maxQueue = defaults.maxQueue;
        maxReuse = defaults.maxReuse;
        poolMaxConn = defaults.poolMaxConn;
        poolPurgeDelayMs = defaults.poolPurgeDelayMs;
        slowStartMs = defaults.slowStartMs;
        cookie = defaults.cookie;
        redirectPrefix = defaults.redirectPrefix;
        track = defaults.track;
        trackAt = defaults.trackAt;
        sendProxy = defaults.sendProxy;
        sourceAddress = defaults.sourceAddress;
    }

    /** A further server with the same parameters; name and address are its own. */
    ServerDraft copy() {
        return new ServerDraft(this);
    }

    Server build(BackendContext backend) {
        boolean checkElsewhere = check.address != null || check.port != 0;
        boolean overTls = check.overTls == null ? tls.enabled && !checkElsewhere : check.overTls;
        return new Server(
                id,
                idForced,
                name,
                endpoint,
                position,
                usesClientPort,
                portOffset,
                weight,
                backup,
                disabled,
                maxConn,
                minConn,
                maxQueue,
                maxReuse,
                poolMaxConn,
                poolPurgeDelayMs,
                slowStartMs,
                cookie,
                redirectPrefix,
                track,
                tls.enabled ? tls.build(backend.tls()) : null,
                check.build(overTls),
                sendProxy,
                sourceAddress == null ? backend.sourceAddress() : sourceAddress,
                endpoint instanceof EndpointSpec.Host(String host, int _) ? host : null);
    }

    /** What a server takes from its surroundings. */
    record BackendContext(TlsDefaults tls, @Nullable EndpointSpec sourceAddress) {}
}
