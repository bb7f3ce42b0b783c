package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Bytes;
import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Transport;
import io.aplomb.model.vrrp.VirtualAddress;
import io.aplomb.model.vrrp.VirtualRoute;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code vrrp_instance} as written; null where not written. */
final class InstanceDraft implements TrackDraft.Owner, NotifyDraft.Owner {

    /** What routers have that are not told otherwise (RFC 9568 section 5.2.4). */
    static final int DEFAULT_PRIORITY = 100;

    final Word name;
    Instance.State state = Instance.State.BACKUP;
    @Nullable Word stateWord;
    @Nullable Word interfaceWord;
    @Nullable Word virtualRouterId;
    int routerId;
    int priority = DEFAULT_PRIORITY;
    @Nullable Word priorityWord;
    long advertIntervalNs = Line.SECOND_NS;
    @Nullable Word advertWord;
    @Nullable Integer version;
    @Nullable Word versionWord;
    boolean nativeV6;

    Instance.Authentication.@Nullable Type authType;
    @Nullable String authPassword;
    @Nullable Word authWord;

    final List<VirtualAddress> addresses = new ArrayList<>();
    final List<VirtualAddress> excluded = new ArrayList<>();
    final List<VirtualRoute> routes = new ArrayList<>();

    @Nullable Word sourceWord;
    @Nullable IpAddress source;
    boolean trackSource;
    @Nullable Word groupWord;
    @Nullable IpAddress group;
    @Nullable Word unicastWord;
    final List<Transport.Peer> peers = new ArrayList<>();
    int unicastTtl = 255;
    @Nullable Boolean checkUnicastSource;
    boolean peersHaveLimits;
    boolean unicastFaultNoPeer;

    boolean trackInterface = true;
    final TrackDraft tracking = new TrackDraft();
    final NotifyDraft notifications = new NotifyDraft();
    final GarpDraft garp = new GarpDraft();

    @Nullable Word nopreempt;
    long preemptDelayNs;
    @Nullable Word preemptDelayWord;
    @Nullable Integer downTimerAdverts;
    @Nullable Boolean lowerPriorityNoAdvert;
    @Nullable Boolean higherPrioritySendAdvert;
    @Nullable Boolean skipAddressCheck;
    @Nullable Boolean strict;
    @Nullable Boolean accept;
    boolean promoteSecondaries;

    @Nullable Word vmacWord;
    @Nullable String vmacName;
    @Nullable Bytes vmacAddress;
    @Nullable Word xmitBaseWord;

    InstanceDraft(Word name) {
        this.name = name;
    }

    @Override
    public TrackDraft tracking() {
        return tracking;
    }

    @Override
    public NotifyDraft notifications() {
        return notifications;
    }
}
