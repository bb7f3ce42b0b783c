package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code global_defs} as written, defaults filled in. */
final class GlobalDraft {

    static final long DEFAULT_CONNECT_TIMEOUT_NS = 30 * Line.SECOND_NS;
    static final long DEFAULT_SCRIPT_TIMEOUT_NS = 10 * Line.SECOND_NS;
    static final int SMTP_PORT = 25;

    @Nullable String routerId;
    @Nullable String instanceName;
    @Nullable ScriptUser scriptUser;
    boolean scriptSecurity;
    long startupDelayNs;
    String defaultInterface = "eth0";
    boolean logUnknownRouterIds;
    String vmacPrefix = "vrrp";
    String nftablesTable = "aplomb";
    boolean writeStatesOnReload;
    boolean dataUsesInstance;

    final FifoDraft notifyFifo = new FifoDraft();
    final FifoDraft vrrpNotifyFifo = new FifoDraft();
    final FifoDraft lvsNotifyFifo = new FifoDraft();
    @Nullable Script startupScript;
    @Nullable Script shutdownScript;
    long startupTimeoutNs = DEFAULT_SCRIPT_TIMEOUT_NS;
    long shutdownTimeoutNs = DEFAULT_SCRIPT_TIMEOUT_NS;

    int realTimePriority;
    int maxAutoPriority;
    long minAutoPriorityDelayNs = Line.SECOND_NS;

    final List<String> mailRecipients = new ArrayList<>();
    @Nullable String mailFrom;
    @Nullable String smtpHost;
    int smtpPort = SMTP_PORT;
    @Nullable String heloName;
    long smtpConnectTimeoutNs = DEFAULT_CONNECT_TIMEOUT_NS;
    boolean alertFaults = true;
    @Nullable SourcePosition mailPosition;
    @Nullable Boolean alert;
    @Nullable Boolean alertVrrp;
    @Nullable Boolean alertChecker;

    boolean lvsFlush;
    boolean lvsFlushOnStop;
    boolean notifyRealServersAtStart;
    boolean alertEachCheck = true;
    boolean checkersLogAllFailures;

    int version = 2;
    IpAddress group4 = IpAddress.v4(0xE000_0012);
    IpAddress group6 = IpAddress.v6(0xFF02L << 48, 0x12);
    final GarpDraft garp = new GarpDraft();
    boolean minimalGarp;
    long garpIntervalNs;
    long gnaIntervalNs;
    int downTimerAdverts = 3;
    boolean checkUnicastSource;
    boolean skipAddressCheck;
    boolean strict;
    boolean lowerPriorityNoAdvert;
    boolean higherPrioritySendAdvert;
    boolean notifyPriorityChanges;

    /** A named pipe and who reads it. */
    static final class FifoDraft {
        @Nullable String path;
        @Nullable SourcePosition position;
        @Nullable ScriptUser owner;
        @Nullable Script reader;
    }
}
