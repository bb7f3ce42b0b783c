package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Bytes;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Announcements;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Tracking;
import io.aplomb.model.vrrp.Transport;
import io.aplomb.model.vrrp.VirtualAddress;
import io.aplomb.model.vrrp.VirtualMac;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the model of one {@code vrrp_instance}: what the protocol does not allow is refused, or,
 * where keepalived itself puts it right, put right in the same way with a warning.
 */
final class InstanceAssembler {

    private static final long CENTISECOND_NS = 10_000_000L;

    /** The field of version 3 has 12 bits (RFC 9568 section 5.2.7). */
    private static final long MAX_INTERVAL_V3_NS = 4_095 * CENTISECOND_NS;

    private static final int OWNER_PRIORITY = 255;
    private static final int MAC_OCTETS = 6;

    private final InstanceDraft draft;
    private final GlobalDraft global;
    private final Diagnostics diagnostics;
    private final boolean strict;
    private final boolean v6;
    private final int version;

    InstanceAssembler(InstanceDraft draft, GlobalDraft global, Diagnostics diagnostics) {
        this.draft = draft;
        this.global = global;
        this.diagnostics = diagnostics;
        this.strict = Objects.requireNonNullElse(draft.strict, global.strict);
        this.v6 = family();
        this.version = version();
    }

    Instance assemble(Tracking tracking) {
        require();
        checkAddresses();
        return new Instance(
                draft.name.text(),
                initialState(),
                draft.interfaceWord == null ? null : draft.interfaceWord.text(),
                draft.routerId,
                draft.priority,
                advertIntervalNs(),
                version,
                v6,
                authentication(),
                draft.addresses,
                draft.excluded,
                draft.routes,
                transport(),
                draft.source,
                draft.trackSource,
                draft.trackInterface,
                tracking,
                preemption(),
                protocol(),
                announcements(),
                virtualMac(),
                accepts(),
                draft.promoteSecondaries,
                draft.notifications.build(
                        global.scriptUser,
                        GlobalAssembler.mailsOfVrrp(global),
                        global.notifyPriorityChanges),
                draft.name.position());
    }

    /** The first address decides; without any, the source address or {@code native_ipv6}. */
    private boolean family() {
        if (!draft.addresses.isEmpty()) {
            return draft.addresses.getFirst().address().v6();
        }
        IpAddress source = draft.source;
        return source != null ? source.v6() : draft.nativeV6;
    }

    private int version() {
        int wanted = Objects.requireNonNullElse(draft.version, global.version);
        if (v6 && wanted == 2) {
            if (draft.versionWord != null) {
                warn(draft.versionWord, "IPv6 needs version 3, which is used", "write version 3");
            }
            return 3;
        }
        return wanted;
    }

    private void require() {
        if (draft.virtualRouterId == null) {
            error(draft.name, "the instance has no virtual_router_id", "write one of 1..255");
        }
        if (draft.interfaceWord == null && (draft.peers.isEmpty() || draft.source == null)) {
            error(
                    draft.name,
                    "the instance has no interface",
                    "write interface NAME, or unicast_src_ip and unicast_peer");
        }
        if (draft.addresses.isEmpty()) {
            String message = "the instance has no virtual_ipaddress";
            String advice = "write virtual_ipaddress { ADDRESS/BITS }";
            if (strict) {
                error(draft.name, message, advice);
            } else {
                warn(draft.name, message, advice);
            }
        }
    }

    private void checkAddresses() {
        for (VirtualAddress address : draft.addresses) {
            if (address.address().v6() != v6) {
                diagnostics.error(
                        address.position(),
                        address.text().length(),
                        "'%s' is not %s as the first address is"
                                .formatted(address.text(), Families.name(v6)),
                        "move it to virtual_ipaddress_excluded, or to an instance of its own");
            }
        }
        if (v6
                && strict
                && !draft.addresses.isEmpty()
                && !Families.isLinkLocal(draft.addresses.getFirst().address())) {
            VirtualAddress first = draft.addresses.getFirst();
            diagnostics.error(
                    first.position(),
                    first.text().length(),
                    "the first IPv6 address must be link-local (RFC 9568 section 5.2.9)");
        }
        if (draft.nativeV6 && !v6) {
            error(draft.name, "native_ipv6 with IPv4 addresses", "remove native_ipv6");
        }
        IpAddress source = draft.source;
        if (source != null && source.v6() != v6 && draft.sourceWord != null) {
            error(
                    draft.sourceWord,
                    "'%s' is not %s as the addresses are".formatted(source, Families.name(v6)),
                    "write a source address of the same family");
        }
    }

    private Instance.State initialState() {
        boolean owner = draft.priority == OWNER_PRIORITY;
        if (strict && owner != (draft.state == Instance.State.MASTER)) {
            Word at = draft.stateWord == null ? draft.name : draft.stateWord;
            warn(
                    at,
                    "in strict mode the state follows the priority: only 255 starts as MASTER",
                    owner ? "write state MASTER" : "write state BACKUP");
            return owner ? Instance.State.MASTER : Instance.State.BACKUP;
        }
        return draft.state;
    }

    private long advertIntervalNs() {
        long wanted = draft.advertIntervalNs;
        long unit = version == 2 ? Line.SECOND_NS : CENTISECOND_NS;
        long most = version == 2 ? 255 * Line.SECOND_NS : MAX_INTERVAL_V3_NS;
        long rounded = Math.clamp((wanted + unit / 2) / unit * unit, unit, most);
        if (rounded != wanted && draft.advertWord != null) {
            String seconds = Durations.seconds(rounded);
            warn(
                    draft.advertWord,
                    version == 2
                            ? "version 2 counts whole seconds: the interval is " + seconds + " s"
                            : "version 3 counts 0.01 s up to 40.95 s: the interval is "
                                    + seconds
                                    + " s",
                    version == 2 && wanted % CENTISECOND_NS == 0 && wanted <= MAX_INTERVAL_V3_NS
                            ? "write version 3 for fractions of a second, on all machines"
                            : "write advert_int " + seconds);
        }
        return rounded;
    }

    private Instance.@Nullable Authentication authentication() {
        Word at = draft.authWord;
        if (at == null) {
            return null;
        }
        if (draft.authType == null || draft.authPassword == null) {
            error(
                    at,
                    "an authentication needs a type and a password",
                    "write auth_type PASS and auth_pass PASSWORD");
            return null;
        }
        if (version == 3 || strict) {
            String reason = version == 3 ? "version 3" : "strict mode";
            warn(at, reason + " has no authentication: it is left out", "remove the block");
            return null;
        }
        if (draft.authType == Instance.Authentication.Type.AH) {
            error(
                    at,
                    "auth_type AH is not supported",
                    "write auth_type PASS on all machines; it protects as little against attacks");
        }
        return new Instance.Authentication(draft.authType, draft.authPassword);
    }

    private Transport transport() {
        Word unicast = draft.unicastWord;
        for (Transport.Peer peer : draft.peers) {
            if (peer.address().v6() != v6 && unicast != null) {
                error(
                        unicast,
                        "the peer %s is not %s".formatted(peer.address(), Families.name(v6)),
                        "write peers of the family of the addresses");
            }
        }
        if (!draft.peers.isEmpty() || draft.unicastFaultNoPeer) {
            return unicast();
        }
        if (unicast != null) {
            warn(
                    unicast,
                    "'%s' without any unicast_peer: adverts go by multicast".formatted(unicast),
                    "write unicast_peer { ADDRESS }, or mcast_src_ip for the source address");
        }
        Word groupWord = draft.groupWord;
        IpAddress group = draft.group;
        if (group != null && groupWord != null && group.v6() != v6) {
            error(
                    groupWord,
                    "'%s' is not an %s group".formatted(group, Families.name(v6)),
                    "write a group of the family of the addresses");
        }
        return new Transport.Multicast(group != null ? group : v6 ? global.group6 : global.group4);
    }

    private Transport unicast() {
        if (strict) {
            error(draft.name, "strict mode has no unicast", "remove the peers, or vrrp_strict");
        }
        if (draft.groupWord != null) {
            warn(draft.groupWord, "with unicast no group is used", "remove mcast_dst_ip");
        }
        boolean check =
                Objects.requireNonNullElse(draft.checkUnicastSource, global.checkUnicastSource);
        return new Transport.Unicast(
                draft.peers,
                draft.unicastTtl,
                check || draft.peersHaveLimits,
                draft.unicastFaultNoPeer);
    }

    private Instance.Preemption preemption() {
        boolean enabled = draft.nopreempt == null;
        long delayNs = draft.preemptDelayNs;
        boolean starts = draft.state == Instance.State.MASTER;
        if (draft.nopreempt != null && (starts || draft.priority == OWNER_PRIORITY)) {
            warn(
                    draft.nopreempt,
                    starts
                            ? "nopreempt has no effect with state MASTER"
                            : "nopreempt has no effect with priority 255",
                    starts ? "write state BACKUP on all machines" : "remove it");
            enabled = true;
        }
        if (draft.preemptDelayWord != null && delayNs > 0 && (starts || !enabled || strict)) {
            String with = starts ? "state MASTER" : enabled ? "strict mode" : "nopreempt";
            warn(
                    draft.preemptDelayWord,
                    "preempt_delay has no effect with " + with,
                    starts ? "write state BACKUP" : "remove it");
            delayNs = 0;
        }
        return new Instance.Preemption(enabled, delayNs);
    }

    private Instance.Protocol protocol() {
        boolean answersLower =
                !Objects.requireNonNullElse(
                        draft.lowerPriorityNoAdvert, global.lowerPriorityNoAdvert);
        boolean answersHigher =
                Objects.requireNonNullElse(
                        draft.higherPrioritySendAdvert, global.higherPrioritySendAdvert);
        return new Instance.Protocol(
                strict
                        ? 3
                        : Objects.requireNonNullElse(
                                draft.downTimerAdverts, global.downTimerAdverts),
                answersLower && !strict,
                answersHigher && !strict,
                Objects.requireNonNullElse(draft.skipAddressCheck, global.skipAddressCheck),
                strict);
    }

    private Announcements announcements() {
        GarpDraft own = draft.garp;
        GarpDraft base = global.garp;
        boolean minimal = global.minimalGarp;
        return new Announcements(
                own.repeat(base, minimal),
                strict ? 0 : own.delayNs(base, minimal),
                own.lowerPriorityRepeat(base, minimal),
                strict ? 0 : own.lowerPriorityDelayNs(base, minimal),
                strict ? 0 : own.refreshNs(base),
                own.refreshRepeat(base),
                global.garpIntervalNs,
                global.gnaIntervalNs,
                own.extraNs(base),
                own.allExtra(base));
    }

    private @Nullable VirtualMac virtualMac() {
        if (draft.vmacWord == null) {
            if (draft.xmitBaseWord != null) {
                warn(draft.xmitBaseWord, "vmac_xmit_base without use_vmac", "remove it");
            }
            return null;
        }
        if (draft.interfaceWord == null) {
            error(draft.vmacWord, "use_vmac needs an interface", "write interface NAME");
        }
        boolean fromBase = draft.xmitBaseWord != null;
        if (!draft.peers.isEmpty() && !fromBase) {
            warn(
                    draft.vmacWord,
                    "with unicast, adverts use the interface below",
                    "write vmac_xmit_base");
            fromBase = true;
        }
        if (strict && fromBase && draft.xmitBaseWord != null) {
            warn(draft.xmitBaseWord, "strict mode has no vmac_xmit_base", "remove it");
            fromBase = false;
        }
        return new VirtualMac(draft.vmacName, macAddress(), fromBase);
    }

    /** Five octets are completed with the virtual router id. */
    private @Nullable Bytes macAddress() {
        Bytes written = draft.vmacAddress;
        if (written == null || written.length() == MAC_OCTETS) {
            return written;
        }
        byte[] octets = Arrays.copyOf(written.toArray(), MAC_OCTETS);
        octets[MAC_OCTETS - 1] = (byte) draft.routerId;
        return Bytes.of(octets);
    }

    private boolean accepts() {
        boolean byDefault = !strict || draft.priority == OWNER_PRIORITY;
        return Objects.requireNonNullElse(draft.accept, byDefault);
    }

    private void error(Word at, String message, String advice) {
        diagnostics.error(at.position(), at.width(), message, advice);
    }

    private void warn(Word at, String message, String advice) {
        diagnostics.warning(at.position(), at.width(), message, advice);
    }
}
