package io.aplomb.control.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.cluster.live.AgentName;
import io.aplomb.cluster.live.OperationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Classes lsb, systemd, service and stonith. There is no systemd on a machine of CI: a script in
 * the place of systemctl keeps the states of units in files, with systemctl's words and exit codes.
 */
@Timeout(120)
class ClassesTest {

    private static final String SYSTEMCTL =
            """
            #!/bin/sh
            units=@UNITS@
            echo "$*" >>"$units/calls"
            case $1 in
              daemon-reload) exit 0 ;;
              show)
                unit=$3
                if [ ! -f "$units/$unit" ]; then
                  printf 'LoadState=not-found\\nActiveState=inactive\\nSubState=dead\\nMainPID=0\\n'
                  exit 0
                fi
                read -r active sub <"$units/$unit"
                printf 'LoadState=loaded\\nActiveState=%s\\nSubState=%s\\n' "$active" "$sub"
                printf 'Result=%s\\nMainPID=0\\n' "$(cat "$units/$unit.result" 2>/dev/null)"
                if [ "$active" = deactivating ]; then echo inactive dead >"$units/$unit"; fi
                ;;
              start)
                if [ -f "$units/$2.broken" ]; then
                  echo "Job for $2 failed because the control process exited with error code." >&2
                  exit 1
                fi
                echo active running >"$units/$2" ;;
              stop) echo inactive dead >"$units/$2" ;;
            esac
            """;

    @TempDir Path home;
    private Path units;
    private ExecutorRoom room;
    private final Devices devices = new Devices();

    @BeforeEach
    void open() throws IOException {
        units = home.resolve("unit-states");
        Files.createDirectories(units);
        ExecutorRoom.program(
                home.resolve("bin/systemctl"), SYSTEMCTL.replace("@UNITS@", units.toString()));
        ExecutorRoom.program(
                home.resolve("init.d/old"),
                """
                #!/bin/sh
                case $1 in
                  start) touch @HOME@/old ;;
                  stop) rm -f @HOME@/old ;;
                  status) [ -e @HOME@/old ] && exit 0; exit 3 ;;
                  *) exit 3 ;;
                esac
                """
                        .replace("@HOME@", home.toString()));
        room = new ExecutorRoom(home, home.resolve("ocf"), devices);
    }

    @AfterEach
    void close() {
        room.close();
    }

    private OperationResult run(String standard, String type, String operation)
            throws InterruptedException {
        return room.run("x", new AgentName(standard, null, type), operation, Map.of());
    }

    @Test
    void initScript_isAskedForItsStatus() throws Exception {
        assertThat(run("lsb", "old", "monitor").rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(run("lsb", "old", "start").succeeded()).isTrue();
        assertThat(run("lsb", "old", "monitor").rc()).isZero();
        assertThat(run("lsb", "old", "stop").succeeded()).isTrue();
        assertThat(run("lsb", "old", "monitor").rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(InitScriptAgent.ofStatus(1)).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(InitScriptAgent.ofStatus(4)).isEqualTo(Ocf.GENERIC_ERROR);
        assertThat(InitScriptAgent.ofAction(5)).isEqualTo(Ocf.NOT_INSTALLED);
        assertThat(InitScriptAgent.ofAction(150)).isEqualTo(Ocf.GENERIC_ERROR);
    }

    @Test
    void unit_isStartedWithAnOverride_thatGoesWithIt() throws Exception {
        Files.writeString(units.resolve("web.service"), "inactive dead\n");
        Path override = home.resolve("units/web.service.d/50-aplomb.conf");
        assertThat(run("systemd", "web", "monitor").rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(run("systemd", "web", "start").succeeded()).isTrue();
        assertThat(override).content().contains("Restart=no");
        assertThat(run("systemd", "web", "monitor").rc()).isZero();
        assertThat(run("systemd", "web", "stop").succeeded()).isTrue();
        assertThat(override).doesNotExist();
        assertThat(run("systemd", "web", "monitor").rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(Files.readString(units.resolve("calls")))
                .contains("daemon-reload", "start web.service", "stop web.service");
    }

    @Test
    void unitThatFails_hasTheReason() throws Exception {
        Files.writeString(units.resolve("web.service"), "inactive dead\n");
        Files.writeString(units.resolve("web.service.broken"), "");
        OperationResult started = run("systemd", "web", "start");
        assertThat(started.rc()).isEqualTo(Ocf.GENERIC_ERROR);
        assertThat(started.exitReason()).startsWith("Job for web.service failed");
        Files.writeString(units.resolve("web.service"), "failed failed\n");
        Files.writeString(units.resolve("web.service.result"), "exit-code");
        OperationResult monitor = run("systemd", "web", "monitor");
        assertThat(monitor.rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(monitor.exitReason()).isEqualTo("the unit is failed: exit-code");
        Files.writeString(units.resolve("web.service"), "activating auto-restart\n");
        assertThat(run("systemd", "web", "monitor").rc()).isEqualTo(Ocf.GENERIC_ERROR);
    }

    @Test
    void unitOnItsWay_isWaitedFor() throws Exception {
        Files.writeString(units.resolve("web.service"), "deactivating stop-sigterm\n");
        assertThat(run("systemd", "web", "monitor").rc()).isEqualTo(Ocf.NOT_RUNNING);
    }

    @Test
    void unitThatIsNotThere_isNotInstalled_andStopsAllTheSame() throws Exception {
        assertThat(run("systemd", "web", "monitor").rc()).isEqualTo(Ocf.NOT_INSTALLED);
        assertThat(run("systemd", "web", "start").rc()).isEqualTo(Ocf.NOT_INSTALLED);
        assertThat(run("systemd", "web", "stop").succeeded()).isTrue();
        assertThat(UnitAgent.unit("getty@tty1")).isEqualTo("getty@tty1.service");
        assertThat(UnitAgent.unit("data.mount")).isEqualTo("data.mount");
    }

    @Test
    void service_isAUnitWhereThereIsOne_elseAnInitScript() throws Exception {
        Files.writeString(units.resolve("web.service"), "active running\n");
        assertThat(run("service", "web", "monitor").rc()).isZero();
        assertThat(run("service", "old", "monitor").rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(run("service", "neither", "monitor").rc()).isEqualTo(Ocf.NOT_INSTALLED);
    }

    @Test
    void fenceDevice_isRegisteredWithItsParameters() throws Exception {
        AgentName name = new AgentName("stonith", null, "fence_dummy");
        Map<String, String> parameters =
                Map.of("pcmk_host_list", "a b", "CRM_meta_timeout", "20000", "ip", "x");
        assertThat(room.run("f", name, "monitor", parameters).rc()).isEqualTo(Ocf.NOT_RUNNING);
        assertThat(room.run("f", name, "start", parameters).succeeded()).isTrue();
        assertThat(devices.known).containsEntry("f", "fence_dummy {ip=x, pcmk_host_list=a b}");
        assertThat(room.run("f", name, "monitor", parameters).rc()).isZero();
        assertThat(room.held()).as("nothing for the guard to stop").isEmpty();
        assertThat(room.run("f", name, "stop", parameters).succeeded()).isTrue();
        assertThat(devices.known).isEmpty();
    }

    private static final class Devices implements FenceRegistry {
        private final Map<String, String> known = new ConcurrentHashMap<>();

        @Override
        public AgentAnswer register(
                String name, String agent, Map<String, String> parameters, long timeoutMs) {
            known.put(name, agent + " " + parameters);
            return AgentAnswer.of(Ocf.SUCCESS);
        }

        @Override
        public void unregister(String name) {
            known.remove(name);
        }

        @Override
        public boolean isRegistered(String name) {
            return known.containsKey(name);
        }

        @Override
        public AgentAnswer monitor(String name, long timeoutMs) {
            return AgentAnswer.of(Ocf.SUCCESS);
        }
    }
}
