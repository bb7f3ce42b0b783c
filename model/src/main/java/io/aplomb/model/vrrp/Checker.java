package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a real server is watched. */
public sealed interface Checker {

    Timing timing();

    SourcePosition position();

    /** The same, but down until it has succeeded. */
    default Checker untilChecked() {
        Timing waiting = timing().withAlpha();
        return switch (this) {
            case Tcp tcp -> new Tcp(tcp.target, waiting, tcp.position);
            case Http http ->
                    new Http(
                            http.target,
                            http.tls,
                            http.serverName,
                            http.version,
                            http.fastRecovery,
                            http.pages,
                            waiting,
                            http.position);
            case Misc misc ->
                    new Misc(misc.script, misc.timeoutNs, misc.dynamic, waiting, misc.position);
            case Dns dns -> new Dns(dns.target, dns.type, dns.name, waiting, dns.position);
        };
    }

    /** {@code TCP_CHECK}: a connection succeeds. */
    record Tcp(Target target, Timing timing, SourcePosition position) implements Checker {}

    /**
     * {@code HTTP_GET} and {@code SSL_GET}: each page is asked for in turn.
     *
     * @param serverName {@code enable_sni}: the virtual host is told in the TLS handshake
     * @param fastRecovery no delay between the pages until the server is up
     */
    record Http(
            Target target,
            boolean tls,
            boolean serverName,
            HttpVersion version,
            boolean fastRecovery,
            List<Page> pages,
            Timing timing,
            SourcePosition position)
            implements Checker {
        public Http {
            pages = List.copyOf(pages);
        }
    }

    /** What the request line says, and whether the end of the connection is asked for. */
    enum HttpVersion {
        HTTP_1_0,
        HTTP_1_0_CLOSE,
        HTTP_1_1
    }

    /**
     * A page and what it must be like.
     *
     * @param virtualHost null for the address
     * @param digest MD5 of the body in lower-case hexadecimal digits, null for any
     * @param statuses ranges of status codes, both ends included; 200-299 unless configured
     * @param pattern searched for in the body, null for none
     * @param patternMustNotMatch {@code regex_no_match}
     * @param fromOffset first byte of the body at which the pattern may match
     * @param toOffset last one, -1 for no limit
     */
    record Page(
            String path,
            @Nullable String virtualHost,
            @Nullable String digest,
            List<StatusRange> statuses,
            @Nullable Pattern pattern,
            boolean patternMustNotMatch,
            long fromOffset,
            long toOffset) {
        public Page {
            statuses = List.copyOf(statuses);
        }
    }

    /** Status codes, both ends included. */
    record StatusRange(int first, int last) {}

    /**
     * {@code MISC_CHECK}: a program ends with 0.
     *
     * @param dynamic {@code misc_dynamic}: an exit status from 2 on sets the weight to it less 2
     */
    record Misc(
            Script script, long timeoutNs, boolean dynamic, Timing timing, SourcePosition position)
            implements Checker {}

    /**
     * {@code DNS_CHECK}: a question over UDP is answered.
     *
     * @param type {@code SOA} unless configured
     * @param name {@code .} unless configured
     */
    record Dns(Target target, DnsType type, String name, Timing timing, SourcePosition position)
            implements Checker {}

    /** The types of a question, with their numbers (RFC 1035 section 3.2.2, RFC 3596). */
    enum DnsType {
        A(1),
        NS(2),
        CNAME(5),
        SOA(6),
        MX(15),
        TXT(16),
        AAAA(28);

        private final int number;

        DnsType(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /**
     * Where a check connects.
     *
     * @param address the real server's unless configured
     * @param port the real server's unless configured
     * @param bindAddress null for any
     * @param bindInterface null for any
     * @param bindPort 0 for any
     * @param mark put on packets, 0 for none
     */
    record Target(
            IpAddress address,
            int port,
            @Nullable IpAddress bindAddress,
            @Nullable String bindInterface,
            int bindPort,
            long mark,
            long connectTimeoutNs) {}

    /**
     * When a check runs and how often it may fail.
     *
     * @param delayNs from one check to the next
     * @param retries further tries before a server that is up counts as down
     * @param retryDelayNs before such a try
     * @param warmupNs the first check comes after a chance part of that
     * @param alpha the server counts as down until the check has succeeded
     * @param logAllFailures each failure is logged, not only the one that counts
     */
    record Timing(
            long delayNs,
            int retries,
            long retryDelayNs,
            long warmupNs,
            boolean alpha,
            boolean logAllFailures) {
        private Timing withAlpha() {
            return new Timing(delayNs, retries, retryDelayNs, warmupNs, true, logAllFailures);
        }
    }
}
