package io.aplomb.linux.netlink;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aplomb.linux.Namespaces;
import io.aplomb.linux.Poller;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.netlink.NetlinkReply.Body;
import io.aplomb.testkit.RequiredRights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class ProcessEventsTest {

    /** As a kernel 6.18 on x86-64 sent it, behind the netlink header. */
    private static final String FORK =
            "01000000"
                    + "01000000"
                    + "01000000"
                    + "00000000"
                    + "28000000"
                    + "01000000"
                    + "01000000"
                    + "d6474888e80d0000"
                    + "254a0000"
                    + "254a0000"
                    + "5a4a0000"
                    + "5a4a0000"
                    + "0000000000000000";

    @Test
    void report_ofANewProcess_isRead() {
        Assumptions.assumeTrue(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "captured on such a machine");
        assertThat(ProcessEvents.event(new Body(HexFormat.of().parseHex(FORK))))
                .contains(new ProcessEvent.Changed(0x4a5a));
    }

    @Test
    void reports_ofOtherKinds_areRead() {
        assertThat(ProcessEvents.event(report(0x2))).contains(new ProcessEvent.Changed(4711));
        assertThat(ProcessEvents.event(report(0x200))).contains(new ProcessEvent.Changed(4711));
        assertThat(ProcessEvents.event(report(0x8000_0000))).contains(new ProcessEvent.Ended(4711));
        assertThat(ProcessEvents.event(report(0x4))).as("another user").isEmpty();
        assertThat(ProcessEvents.event(new Body(new byte[30]))).as("cut short").isEmpty();
    }

    private static Body report(int kind) {
        ByteBuffer body = ByteBuffer.allocate(60).order(ByteOrder.nativeOrder());
        return new Body(body.putInt(20, kind).putInt(36, 4711).putInt(40, 4711).array());
    }

    @Test
    void request_toListen_isThatOfTheKernelsHeader() {
        ByteBuffer wanted = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
        wanted.putInt(40).putShort((short) 3).putShort((short) 1).putInt(0).putInt(0);
        wanted.putInt(1).putInt(1).putInt(0).putInt(0);
        wanted.putShort((short) 4).putShort((short) 0).putInt(1);
        assertThat(ProcessEvents.request(1)).containsExactly(wanted.array());
    }

    @Test
    void process_thatBeginsAndEnds_isReported() throws Exception {
        RequiredRights.root();
        try (ProcessEvents events = openOrSkip();
                Poller poller = Poller.open()) {
            Process process = new ProcessBuilder("sleep", "300").start();
            int pid = (int) process.pid();
            assertThat(until(new ProcessEvent.Changed(pid), events, poller))
                    .doesNotContain(new ProcessEvent.Ended(pid));
            process.destroyForcibly();
            assertThat(until(new ProcessEvent.Ended(pid), events, poller)).isNotEmpty();
        }
    }

    private static ProcessEvents openOrSkip() {
        try {
            return ProcessEvents.open();
        } catch (SystemCallException refused) {
            return Assumptions.abort("no process connector here: " + refused.getMessage());
        }
    }

    private static List<ProcessEvent> until(
            ProcessEvent wanted, ProcessEvents events, Poller poller) throws Exception {
        List<ProcessEvent> all = new ArrayList<>();
        while (!all.contains(wanted)) {
            var _ = poller.await(List.of(events.fd()), SECONDS.toNanos(30));
            all.addAll(events.take());
        }
        return all;
    }

    @Test
    void open_inAnotherNetwork_isRefused() {
        RequiredRights.root();
        FutureTask<ProcessEvents> task =
                new FutureTask<>(
                        () -> {
                            Namespaces.unshareNetwork();
                            return ProcessEvents.open();
                        });
        Thread.ofPlatform().daemon().start(task);
        assertThatThrownBy(() -> task.get(60, SECONDS))
                .cause()
                .isInstanceOf(SystemCallException.class);
    }
}
