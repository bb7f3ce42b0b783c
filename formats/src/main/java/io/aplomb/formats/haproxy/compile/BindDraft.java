package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.SourcePosition;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.Bind;
import io.aplomb.model.proxy.GlobalSettings.TlsDefaults;
import io.aplomb.model.proxy.SocketAccess;
import io.aplomb.model.proxy.StatsSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code bind} line being read; one line may open several sockets. */
final class BindDraft {

    final Word addressAt;
    final List<EndpointSpec> endpoints;
    int id;
    @Nullable String name;
    final TlsServerDraft tls = new TlsServerDraft();
    boolean acceptProxy;
    int maxConn;
    int backlog;
    boolean transparent;
    boolean v6Only;
    boolean v4v6;
    boolean deferAccept;
    boolean fastOpen;
    int mss;
    @Nullable String networkInterface;
    int unixMode;
    int unixUid;
    int unixGid;
    @Nullable String unixUser;
    @Nullable String unixGroup;
    StatsSocket.Level level = StatsSocket.Level.OPERATOR;

    BindDraft(Word addressAt, List<EndpointSpec> endpoints, GlobalDraft global) {
        this.addressAt = addressAt;
        this.endpoints = List.copyOf(endpoints);
        unixMode = global.unixBindMode;
        unixUid = global.unixBindUid;
        unixGid = global.unixBindGid;
        unixUser = global.unixBindUser;
        unixGroup = global.unixBindGroup;
    }

    SourcePosition position() {
        return addressAt.position();
    }

    Bind build(EndpointSpec endpoint, int number, TlsDefaults defaults) {
        return new Bind(
                number,
                name,
                endpoint,
                position(),
                tls.build(defaults),
                acceptProxy,
                maxConn,
                backlog,
                transparent,
                v6Only,
                v4v6,
                deferAccept,
                fastOpen,
                mss,
                networkInterface,
                new SocketAccess(unixMode, unixUid, unixGid, unixUser, unixGroup));
    }
}
