package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.VirtualServer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code virtual_server} as written. */
final class VirtualServerDraft {

    final Word at;
    final String name;

    /** Where it is reached; null when a group says that. */
    final VirtualServer.@Nullable Service service;

    final @Nullable Word groupName;

    VirtualServer.@Nullable Protocol protocol;
    VirtualServer.Scheduler scheduler = VirtualServer.Scheduler.WLC;
    boolean hashPort;
    boolean hashFallback;
    VirtualServer.@Nullable Forwarding forwarding;
    boolean onePacket;
    boolean persistent;
    long persistenceNs;
    @Nullable Integer persistenceBits;
    boolean v6Mark;
    @Nullable Word sorryWord;
    @Nullable IpAddress sorryAddress;
    int sorryPort;
    boolean sorryInhibit;
    VirtualServer.@Nullable Forwarding sorryForwarding;
    long quorum = 1;
    long hysteresis;
    @Nullable Word hysteresisWord;
    @Nullable Script quorumUp;
    @Nullable Script quorumDown;
    boolean omega;
    boolean suspendWithoutAddress;
    @Nullable Boolean mail;
    boolean inhibitOnFailure;
    @Nullable String virtualHost;
    final TimingDraft timing = new TimingDraft();
    final List<RealServerDraft> realServers = new ArrayList<>();

    VirtualServerDraft(
            Word at,
            String name,
            VirtualServer.@Nullable Service service,
            @Nullable Word groupName) {
        this.at = at;
        this.name = name;
        this.service = service;
        this.groupName = groupName;
    }
}
