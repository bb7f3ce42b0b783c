package io.aplomb.proxy.stats;

import io.aplomb.base.Clock;
import io.aplomb.model.proxy.GlobalSettings;
import io.aplomb.proxy.runtime.Counter;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The lines of {@code show info} from what runs and from the machine. Any thread. */
public final class ProcessReading implements ProcessFigures {

    private static final long NS_PER_S = 1_000_000_000;
    private static final long MS_PER_S = 1_000;
    private static final long NS_PER_MS = 1_000_000;
    private static final long BYTES_PER_MB = 1 << 20;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy/MM/dd");

    private final Clock clock;
    private final Program program;
    private final Supplier<RunningProxies> running;
    private final ProcessLoad load;
    private final long startedNs;
    private final long startedWallMs;

    /**
     * What the program is called.
     *
     * @param hostName shown as {@code node} where the configuration names none
     * @param loops event loops at work
     */
    public record Program(
            String name, String version, LocalDate released, String hostName, int loops) {}

    public ProcessReading(
            Clock clock, Program program, Supplier<RunningProxies> running, ProcessLoad load) {
        this.load = load;
        this.clock = clock;
        this.program = program;
        this.running = running;
        this.startedNs = clock.monotonicNs();
        this.startedWallMs = clock.wallMs();
    }

    @Override
    public Map<InfoField, String> read() {
        Map<InfoField, String> info = new EnumMap<>(InfoField.class);
        RunningProxies proxies = running.get();
        identity(info, proxies.config().global());
        limits(info);
        traffic(info, proxies);
        return info;
    }

    private void identity(Map<InfoField, String> info, GlobalSettings global) {
        long uptimeS = (clock.monotonicNs() - startedNs) / NS_PER_S;
        info.put(InfoField.NAME, program.name());
        info.put(InfoField.VERSION, program.version());
        info.put(InfoField.BUILD_INFO, program.version());
        info.put(InfoField.RELEASE_DATE, program.released().format(DATE));
        info.put(InfoField.NBTHREAD, Integer.toString(program.loops()));
        info.put(InfoField.NBPROC, "1");
        info.put(InfoField.PROCESS_NUM, "1");
        info.put(InfoField.PID, Long.toString(ProcessHandle.current().pid()));
        info.put(InfoField.UPTIME_SEC, Long.toString(uptimeS));
        info.put(InfoField.UPTIME, uptime(uptimeS));
        info.put(InfoField.START_TIME_SEC, Long.toString(startedWallMs / MS_PER_S));
        String node = global.process().node();
        info.put(InfoField.NODE, node == null ? program.hostName() : node);
        String description = global.process().description();
        info.put(InfoField.DESCRIPTION, description == null ? "" : description);
        info.put(InfoField.TAINTED, "0");
    }

    private static String uptime(long seconds) {
        return "%dd %dh%02dm%02ds"
                .formatted(
                        seconds / 86_400,
                        seconds % 86_400 / 3_600,
                        seconds % 3_600 / 60,
                        seconds % 60);
    }

    private void limits(Map<InfoField, String> info) {
        long memoryBytes = Runtime.getRuntime().maxMemory();
        long usedBytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long allocatedBytes = Runtime.getRuntime().totalMemory();
        info.put(InfoField.MEMMAX_MB, Long.toString(memoryBytes / BYTES_PER_MB));
        info.put(InfoField.MEMMAX_BYTES, Long.toString(memoryBytes));
        info.put(InfoField.POOL_ALLOC_MB, Long.toString(allocatedBytes / BYTES_PER_MB));
        info.put(InfoField.POOL_ALLOC_BYTES, Long.toString(allocatedBytes));
        info.put(InfoField.POOL_USED_MB, Long.toString(usedBytes / BYTES_PER_MB));
        info.put(InfoField.POOL_USED_BYTES, Long.toString(usedBytes));
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.UnixOperatingSystemMXBean system) {
            String descriptors = Long.toString(system.getMaxFileDescriptorCount());
            info.put(InfoField.ULIMIT_N, descriptors);
            info.put(InfoField.MAXSOCK, descriptors);
            double load = Math.max(0, system.getProcessCpuLoad());
            info.put(InfoField.IDLE_PCT, Long.toString(Math.round(100 * (1 - load))));
        }
        info.put(InfoField.MAXCONN, Integer.toString(load.maxConnections()));
        info.put(InfoField.HARD_MAXCONN, Integer.toString(load.maxConnections()));
    }

    private void traffic(Map<InfoField, String> info, RunningProxies proxies) {
        Collection<FrontendRuntime> frontends = proxies.frontends();
        long nowMs = clock.monotonicNs() / NS_PER_MS;
        sum(info, InfoField.CURR_CONNS, frontends, each -> each.openConnections().current());
        sum(
                info,
                InfoField.CUM_CONNS,
                frontends,
                each -> each.counters().total(Counter.CONNECTIONS));
        sum(info, InfoField.CUM_REQ, frontends, each -> each.counters().total(Counter.REQUESTS));
        sum(info, InfoField.CONN_RATE, frontends, each -> each.connectionRates().perSecond(nowMs));
        sum(info, InfoField.SESS_RATE, frontends, each -> each.sessionRates().perSecond(nowMs));
        sum(info, InfoField.MAX_CONN_RATE, frontends, each -> each.connectionRates().maximum());
        sum(info, InfoField.MAX_SESS_RATE, frontends, each -> each.sessionRates().maximum());
        sum(
                info,
                InfoField.TOTAL_BYTES_OUT,
                frontends,
                each -> each.counters().total(Counter.BYTES_OUT));
        sum(info, InfoField.BYTES_OUT_RATE, frontends, each -> each.bytesOutRate(nowMs));
        sum(info, InfoField.LISTENERS, frontends, FrontendCount::open);
        sum(
                info,
                InfoField.JOBS,
                frontends,
                each -> each.openConnections().current() + FrontendCount.open(each));
        info.put(InfoField.CONN_RATE_LIMIT, Integer.toString(load.connectionRate().limit()));
        info.put(InfoField.SESS_RATE_LIMIT, Integer.toString(load.sessionRate().limit()));
        tls(info, nowMs);
    }

    private void tls(Map<InfoField, String> info, long nowMs) {
        info.put(InfoField.MAX_SSL_CONNS, Integer.toString(load.maxTlsConnections()));
        info.put(InfoField.CURR_SSL_CONNS, Integer.toString(load.tlsConnections().current()));
        info.put(InfoField.CUM_SSL_CONNS, Long.toString(load.tlsRate().total()));
        info.put(InfoField.SSL_RATE, Integer.toString(load.tlsRate().rate(nowMs)));
        info.put(InfoField.SSL_RATE_LIMIT, Integer.toString(load.tlsRate().limit()));
        info.put(InfoField.MAX_SSL_RATE, Integer.toString(load.tlsRate().maximum()));
    }

    private static void sum(
            Map<InfoField, String> info,
            InfoField field,
            Collection<FrontendRuntime> frontends,
            ToLongFunction<FrontendRuntime> figure) {
        info.put(field, Long.toString(frontends.stream().mapToLong(figure).sum()));
    }

    /** How many addresses of a frontend take connections. */
    private static final class FrontendCount {

        private FrontendCount() {}

        static long open(FrontendRuntime frontend) {
            return frontend.state() == FrontendRuntime.State.OPEN ? frontend.listeners().size() : 0;
        }
    }
}
