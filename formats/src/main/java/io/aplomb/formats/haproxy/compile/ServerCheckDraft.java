package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.model.proxy.ServerCheck;
import org.jspecify.annotations.Nullable;

/** The check parameters of a {@code server} line being read; HAProxy 2.6's defaults at first. */
final class ServerCheckDraft {

    boolean enabled;
    @Nullable EndpointSpec address;
    @Nullable Word addressAt;
    int port;
    @Nullable Word portAt;
    long interMs = 2_000;
    long fastInterMs;
    long downInterMs;
    int rise = 2;
    int fall = 3;

    /** Null: as the traffic, when the check goes to the same place. */
    @Nullable Boolean overTls;

    @Nullable String sni;
    boolean sendProxy;
    ServerCheck.Observe observe = ServerCheck.Observe.NONE;
    ServerCheck.OnError onError = ServerCheck.OnError.FAIL_CHECK;
    int errorLimit = 10;
    boolean shutdownSessionsOnDown;
    boolean shutdownBackupSessionsOnUp;
    boolean agentEnabled;
    @Nullable EndpointSpec agentAddress;
    int agentPort;
    long agentInterMs = 2_000;
    @Nullable String agentSend;

    ServerCheckDraft copy() {
        ServerCheckDraft copy = new ServerCheckDraft();
        copy.enabled = enabled;
        copy.address = address;
        copy.port = port;
        copy.addressAt = addressAt;
        copy.portAt = portAt;
        copy.interMs = interMs;
        copy.fastInterMs = fastInterMs;
        copy.downInterMs = downInterMs;
        copy.rise = rise;
        copy.fall = fall;
        copy.overTls = overTls;
        copy.sni = sni;
        copy.sendProxy = sendProxy;
        copy.observe = observe;
        copy.onError = onError;
        copy.errorLimit = errorLimit;
        copy.shutdownSessionsOnDown = shutdownSessionsOnDown;
        copy.shutdownBackupSessionsOnUp = shutdownBackupSessionsOnUp;
        copy.agentEnabled = agentEnabled;
        copy.agentAddress = agentAddress;
        copy.agentPort = agentPort;
        copy.agentInterMs = agentInterMs;
        copy.agentSend = agentSend;
        return copy;
    }

    ServerCheck build(boolean tls) {
        return new ServerCheck(
                enabled,
                address,
                port,
                interMs,
                fastInterMs,
                downInterMs,
                rise,
                fall,
                tls,
                sni,
                sendProxy,
                observe,
                onError,
                errorLimit,
                shutdownSessionsOnDown,
                shutdownBackupSessionsOnUp,
                agentEnabled
                        ? new ServerCheck.Agent(agentAddress, agentPort, agentInterMs, agentSend)
                        : null);
    }
}
