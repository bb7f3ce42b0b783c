package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.VirtualServer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code real_server} as written. */
final class RealServerDraft {

    final IpAddress address;
    final int port;
    final SourcePosition position;
    int weight = 1;
    VirtualServer.@Nullable Forwarding forwarding;
    @Nullable Boolean inhibitOnFailure;
    long upperThreshold;
    long lowerThreshold;
    @Nullable Script notifyUp;
    @Nullable Script notifyDown;
    @Nullable Boolean mail;
    @Nullable String virtualHost;
    final TimingDraft timing = new TimingDraft();
    final List<CheckerDraft> checkers = new ArrayList<>();

    RealServerDraft(IpAddress address, int port, SourcePosition position) {
        this.address = address;
        this.port = port;
        this.position = position;
    }
}
