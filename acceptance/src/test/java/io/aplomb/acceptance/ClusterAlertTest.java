package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.acceptance.cluster.ClusterLab;
import io.aplomb.acceptance.cluster.HookReceiver;
import io.aplomb.acceptance.cluster.LabMachine;
import io.aplomb.acceptance.cluster.LivingCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who is told what when machines die: a script of each event once, whichever machine tells it; a
 * webhook of one cause for all of them.
 */
@EnabledIfEnvironmentVariable(named = "CLUSTER_LAB", matches = "yes")
class ClusterAlertTest {
    private static final String SCRIPT = "/run/alert.sh";
    private static final String CALLS = "/run/alerts/calls";
    private static final int PORT = 8080;
    private static final Pattern LEADER = Pattern.compile("Current DC: (\\w+)");

    @TempDir private Path folder;

    /** One call of the script. */
    private record Call(long number, String what) {}

    @Test
    void machineDies_eventsAreToldOnce_andOneCauseIsOneAlarm() throws Exception {
        try (ClusterLab lab =
                        ClusterLab.boot(
                                folder,
                                Launcher.built(),
                                List.of("n1", "n2", "n3"),
                                List.of("192.168.1."));
                HookReceiver hooks = lab.takeHooks(PORT);
                LivingCluster cluster = LivingCluster.form(lab)) {
            for (LabMachine machine : lab.machines()) {
                placeScript(machine);
            }
            LabMachine first = lab.machines().getFirst();
            lab.tell(first, "alert", "create", "id=script", "path=" + SCRIPT);
            lab.tell(first, "alert", "create", "id=hook", "path=aplomb:webhook");
            String url = "value=http://192.168.1.200:%d/".formatted(PORT);
            lab.tell(first, "alert", "recipient", "add", "hook", url);

            LabMachine leader = leader(lab);
            die(cluster, hooks, leader);
            LabMachine follower = cluster.others(leader(lab)).getFirst();
            die(cluster, hooks, follower);
        }
    }

    private static LabMachine leader(ClusterLab lab) throws Exception {
        Matcher named = LEADER.matcher(lab.tell(lab.machines().getFirst(), "status"));
        assertThat(named.find()).isTrue();
        return lab.machine(named.group(1));
    }

    private static void placeScript(LabMachine machine) throws Exception {
        // as whatever user it runs
        machine.must("mkdir", "-m", "777", "/run/alerts");
        String line =
                "echo $CRM_alert_node_sequence $CRM_alert_kind $CRM_alert_node $CRM_alert_rsc"
                        + " $CRM_alert_task $CRM_alert_desc >> "
                        + CALLS;
        machine.must(
                "sh",
                "-c",
                "printf '#!/bin/sh\\n%%s\\n' '%s' > %s && chmod 755 %s && touch %s && chmod 666 %s"
                        .formatted(line, SCRIPT, SCRIPT, CALLS, CALLS));
    }

    private static List<Call> calls(ClusterLab lab) throws Exception {
        List<Call> calls = new ArrayList<>();
        for (LabMachine machine : lab.machines()) {
            machine.run("cat", CALLS)
                    .output()
                    .lines()
                    .filter(line -> Character.isDigit(line.charAt(0)))
                    .forEach(
                            line -> {
                                int space = line.indexOf(' ');
                                calls.add(
                                        new Call(
                                                Long.parseLong(line.substring(0, space)),
                                                line.substring(space + 1)));
                            });
        }
        return calls;
    }

    private static void die(LivingCluster cluster, HookReceiver hooks, LabMachine machine)
            throws Exception {
        ClusterLab lab = cluster.lab();
        long before = calls(lab).stream().mapToLong(Call::number).max().orElse(0);
        int posted = hooks.bodies().size();
        machine.powerOff();
        lab.await(
                "the alarm", () -> hooks.bodies().stream().skip(posted).anyMatch(isAlarm(machine)));
        lab.bootAgain(machine);
        placeScript(machine);
        cluster.awaitWell();
        String recovered = "recovered: node %s is there again".formatted(machine.name());
        lab.await(
                "the end of the alarm",
                () -> hooks.bodies().stream().skip(posted).anyMatch(has(recovered)));

        List<Call> told = calls(lab).stream().filter(call -> call.number() > before).toList();
        assertThat(told).extracting(Call::number).doesNotHaveDuplicates();
        assertThat(told)
                .extracting(Call::what)
                .containsOnlyOnce(
                        "node %s lost".formatted(machine.name()),
                        "node %s member".formatted(machine.name()));
        assertThat(hooks.bodies().subList(posted, hooks.bodies().size()))
                .filteredOn(has("\"status\":\"alarm\""))
                .singleElement()
                .matches(isAlarm(machine));
    }

    private static Predicate<String> has(String text) {
        return body -> body.contains(text);
    }

    private static Predicate<String> isAlarm(LabMachine machine) {
        return has("ALARM: node %s is lost".formatted(machine.name()));
    }
}
