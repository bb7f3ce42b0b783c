package io.aplomb.control.vip;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Severity;
import io.aplomb.base.SourcePosition;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Notifications;
import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.model.vrrp.Track;
import io.aplomb.model.vrrp.TrackScript;
import io.aplomb.model.vrrp.VrrpConfig;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a configuration asks of this machine that it has not, said before it starts: programs,
 * users, interfaces. A {@code vrrp_script} that cannot be run is left out, as keepalived leaves it
 * out: a missing program must not take the address from every machine.
 */
public final class MachineReview {

    private final VrrpConfig config;
    private final ScriptRules rules;
    private final List<Diagnostic> findings = new ArrayList<>();

    private MachineReview(VrrpConfig config) {
        this.config = config;
        this.rules =
                new ScriptRules(config.global().scriptUser(), config.global().scriptSecurity());
    }

    /**
     * What was found.
     *
     * @param config what is left of the configuration
     * @param findings warnings, each with its place
     */
    public record Reviewed(VrrpConfig config, List<Diagnostic> findings) {
        public Reviewed {
            findings = List.copyOf(findings);
        }
    }

    /** Of a configuration without errors; reads this machine's files, users and interfaces. */
    public static Reviewed of(VrrpConfig config) {
        MachineReview review = new MachineReview(config);
        VrrpConfig rest = config.withoutScripts(review.checks());
        review.notifications();
        config.instances().forEach(review::interfaces);
        return new Reviewed(rest, review.findings);
    }

    private Set<String> checks() {
        Set<String> useless = new HashSet<>();
        for (TrackScript check : config.scripts()) {
            rules.objection(check.script())
                    .ifPresent(
                            why -> {
                                useless.add(check.name());
                                warn(
                                        check.position(),
                                        "the script %s is not run and counts for nobody: %s"
                                                .formatted(check.name(), why));
                            });
        }
        return useless;
    }

    private void notifications() {
        Stream.concat(
                        config.instances().stream().map(Instance::notifications),
                        config.syncGroups().stream().map(SyncGroup::notifications))
                .flatMap(MachineReview::scripts)
                .distinct()
                .forEach(
                        script ->
                                rules.objection(script)
                                        .ifPresent(
                                                why ->
                                                        warn(
                                                                script.position(),
                                                                "this script will not run: "
                                                                        + why)));
    }

    private static Stream<Script> scripts(Notifications told) {
        return Stream.of(
                        told.master(),
                        told.backup(),
                        told.fault(),
                        told.stop(),
                        told.deleted(),
                        told.any(),
                        told.masterSeesLowerPriority())
                .filter(Objects::nonNull);
    }

    private void interfaces(Instance instance) {
        String own = instance.interfaceName();
        if (own != null && isMissing(own)) {
            warn(
                    instance.position(),
                    "%s: there is no interface %s; until there is it is in fault"
                            .formatted(instance.name(), own));
        }
        for (Track track : instance.tracking().interfaces()) {
            if (isMissing(track.name())) {
                warn(
                        track.position(),
                        "there is no interface %s; until there is it counts as down"
                                .formatted(track.name()));
            }
        }
    }

    private static boolean isMissing(String name) {
        try {
            return NetworkInterface.getByName(name) == null;
        } catch (SocketException untold) {
            return false;
        }
    }

    private void warn(SourcePosition position, String text) {
        findings.add(new Diagnostic(Severity.WARNING, position, text, null));
    }
}
