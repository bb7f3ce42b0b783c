package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.ScriptUser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A check as written. */
final class CheckerDraft {

    /** The kinds of checks, by keyword. */
    enum Kind {
        TCP_CHECK,
        HTTP_GET,
        SSL_GET,
        MISC_CHECK,
        DNS_CHECK
    }

    final Kind kind;
    final SourcePosition position;
    final TimingDraft timing = new TimingDraft();

    @Nullable IpAddress connectAddress;
    @Nullable Integer connectPort;
    @Nullable IpAddress bindAddress;
    @Nullable String bindInterface;
    int bindPort;
    long mark;

    Checker.HttpVersion httpVersion = Checker.HttpVersion.HTTP_1_0;
    boolean fastRecovery;
    boolean serverName;
    @Nullable String virtualHost;
    final List<PageDraft> pages = new ArrayList<>();

    @Nullable Script script;
    @Nullable ScriptUser user;
    long scriptTimeoutNs;
    boolean dynamic;

    Checker.DnsType dnsType = Checker.DnsType.SOA;
    String dnsName = ".";

    CheckerDraft(Kind kind, SourcePosition position) {
        this.kind = kind;
        this.position = position;
    }

    /** A {@code url} block as written. */
    static final class PageDraft {
        @Nullable String path;
        @Nullable String virtualHost;
        @Nullable String digest;
        final List<Checker.StatusRange> statuses = new ArrayList<>();
        @Nullable RegexDraft regex;
        boolean mustNotMatch;
        int regexFlags;
        long fromOffset;
        long toOffset = -1;
    }

    /** A regular expression and where it stands. */
    record RegexDraft(String text, Word word) {}
}
